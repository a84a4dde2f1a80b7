import type { Case } from './define.ts';

export const digitalCases: readonly Case[] = [
  {
    in: 'dnum/ent',
    by: 'all',
    subjects: [
      'ENT : page blanche après la connexion',
      'L’onglet « Scolarité » a disparu de l’ENT',
      'Déconnecté de l’ENT toutes les cinq minutes',
    ],
    says: 'Depuis le {jour}, l’ENT ne fonctionne plus normalement chez moi. J’ai essayé avec un autre navigateur et en navigation privée, c’est pareil.',
    asked:
      'Pouvez-vous nous dire depuis quel appareil et quel navigateur vous vous connectez, et joindre une copie d’écran du message ?',
    answered:
      'C’est sur {appareil}, avec Firefox à jour. Il n’y a pas de message : la page reste blanche après l’identifiant.',
    note: 'Vu dans les journaux : boucle de redirection, le cookie du portail est refusé. Même cause que les trois autres tickets de la semaine.',
    solved:
      'Une mise à jour du portail empêchait l’ouverture de la session. Elle est corrigée : effacez les données du site dans votre navigateur, puis reconnectez-vous.',
    contested:
      'Cela fonctionne sur mon ordinateur mais toujours pas sur mon téléphone, même après avoir effacé les données.',
    file: 'ent-page-blanche.png',
  },
  {
    in: 'dnum/ent',
    by: 'student',
    subjects: ['Compte expiré malgré ma réinscription', 'Accès refusé à l’ENT après ma réinscription'],
    says: 'Ma réinscription en {formation} date du {jour} mais mon compte est indiqué comme expiré. J’ai des devoirs à rendre sur Moodle cette semaine.',
    note: 'Inscription bien présente dans Apogée, l’annuaire n’a pas été recalculé cette nuit.',
    solved:
      'Votre inscription est arrivée dans l’annuaire et votre compte est prolongé jusqu’à la fin de l’année universitaire. Votre mot de passe ne change pas.',
    mistakenFor: 'registrar/enrol',
  },
  {
    in: 'dnum/password',
    by: 'student',
    subjects: ['Mot de passe oublié, numéro de téléphone changé', 'Code SMS jamais reçu pour changer mon mot de passe'],
    says: 'Je n’arrive pas à réinitialiser mon mot de passe : le code est envoyé à mon ancien numéro de téléphone.',
    asked:
      'Pour changer ce numéro, nous devons vérifier votre identité. Pouvez-vous passer à l’accueil numérique (bâtiment B, rez-de-chaussée) avec votre carte d’étudiant, ou nous proposer un créneau de visioconférence ?',
    answered: 'Je peux passer demain entre 12 h et 14 h.',
    solved:
      'Votre identité a été vérifiée à l’accueil et le nouveau numéro est enregistré. Vous pouvez choisir un nouveau mot de passe depuis la page de connexion.',
  },
  {
    in: 'dnum/password',
    by: 'employee',
    subjects: ['Activation du compte d’une nouvelle collègue', 'Lien d’activation expiré'],
    says: 'Le lien d’activation reçu par courriel est expiré. La prise de poste a lieu le {date}.',
    solved:
      'Un nouveau lien vient d’être envoyé à l’adresse personnelle connue des ressources humaines. Il est valable 72 heures.',
  },
  {
    in: 'dnum/mfa',
    by: 'all',
    subjects: [
      'Nouveau téléphone : double authentification à refaire',
      [
        'Code à six chiffres toujours refusé',
        'Le code de mon application est refusé à chaque fois, sur {appareil} comme ailleurs.',
        'L’heure de votre téléphone était décalée : réglez-la sur « automatique ». Nous avons vérifié ensemble que le code passe.',
      ],
    ],
    says: 'J’ai changé de téléphone et je ne peux plus valider la double authentification. Je n’ai plus accès ni à la messagerie ni au VPN.',
    asked: 'Avez-vous encore les codes de secours remis lors de l’activation ?',
    answered: 'Non, je ne les retrouve pas.',
    solved:
      'L’ancien appareil est retiré. À votre prochaine connexion, suivez les étapes affichées pour enregistrer le nouveau, et gardez les codes de secours en lieu sûr.',
  },
  {
    in: 'dnum/guests',
    by: 'employee',
    subjects: [
      'Compte extérieur pour un intervenant professionnel',
      'Compte pour deux stagiaires à partir du {date}',
      'Prolonger le compte d’un chercheur invité',
    ],
    says: 'Merci de prévoir un accès au wifi et à Moodle pour une personne extérieure, du {date} à la fin du semestre.',
    asked: 'Il nous manque son adresse électronique et le nom de la personne qui l’accueille.',
    answered: 'C’est moi qui l’accueille ; son adresse est intervenant@entreprise-exemple.example.',
    solved:
      'Le compte est créé jusqu’à la fin du semestre. La personne a reçu la marche à suivre pour choisir son mot de passe.',
    refused:
      'Les comptes extérieurs doivent être demandés par la personne qui accueille, avec l’accord de sa direction. Merci de refaire la demande sous cette forme.',
  },
  {
    in: 'dnum/mailbox',
    by: 'employee',
    subjects: [
      'Quota de messagerie atteint',
      'Des messages disparaissent de ma boîte',
      [
        'Réponse automatique impossible à désactiver',
        'Ma réponse d’absence part encore alors que je l’ai retirée le {jour}.',
        'Une seconde règle était restée active côté serveur. Elle est supprimée.',
      ],
    ],
    says: 'Ma messagerie me signale un problème depuis le {jour} et je crains de perdre des messages importants.',
    asked:
      'Utilisez-vous le webmail ou un logiciel comme Thunderbird ? Une règle de tri a-t-elle été créée récemment ?',
    answered: 'Thunderbird au bureau et le téléphone à la maison. Je n’ai pas créé de règle.',
    note: 'Le téléphone relève la boîte en POP et supprime les messages du serveur.',
    solved:
      'Votre téléphone était réglé pour retirer les messages du serveur. Le réglage est corrigé et les messages des 30 derniers jours sont restaurés.',
    contested: 'Il manque encore les messages du dossier « Jurys ».',
  },
  {
    in: 'dnum/mailbox',
    by: 'student',
    subjects: [
      'Rediriger mes courriels vers mon adresse personnelle',
      'Je ne reçois plus les messages de mes enseignants',
    ],
    says: 'Je ne vois pas les messages envoyés par le secrétariat de {formation}. Mes camarades les ont bien reçus.',
    solved:
      'Les messages étaient rangés dans « Indésirables ». L’expéditeur est maintenant autorisé et les messages sont revenus dans la boîte de réception.',
  },
  {
    in: 'dnum/shared-mailbox',
    by: 'staff',
    subjects: [
      'Boîte fonctionnelle secretariat-lettres : ajout de deux agents',
      'Créer l’adresse colloque-{numero}',
      'Boîte fonctionnelle : retirer un agent parti',
    ],
    says: 'Merci de mettre à jour la boîte fonctionnelle de notre service. Le responsable est en copie et donne son accord.',
    asked: 'Quels agents doivent pouvoir répondre au nom de la boîte, et pas seulement la lire ?',
    answered: 'Les deux doivent pouvoir répondre.',
    solved: 'C’est fait. La boîte apparaîtra dans la messagerie des agents concernés à leur prochaine connexion.',
  },
  {
    in: 'dnum/lists',
    by: 'employee',
    subjects: [
      'Liste de diffusion {formation} : inscrits manquants',
      'Message bloqué en modération depuis deux jours',
      'Nouvelle liste pour le projet {ville}',
    ],
    says: 'La liste ne contient que {nombre} inscrits alors que la promotion est bien plus nombreuse.',
    note: 'La liste est calculée d’après Apogée ; les inscriptions pédagogiques ne sont pas terminées.',
    solved:
      'La liste est recalculée chaque nuit d’après les inscriptions pédagogiques. Après un calcul forcé, tous les inscrits y figurent.',
  },
  {
    in: 'dnum/phishing',
    by: 'all',
    subjects: [
      'Message suspect « Votre compte sera fermé »',
      'Faux message de la présidence',
      'Message suspect demandant des cartes cadeaux',
    ],
    says: 'Je viens de recevoir un message qui me demande de confirmer mon mot de passe. Je n’ai pas cliqué.',
    note: '{nombre} destinataires. Adresse bloquée, lien signalé.',
    solved:
      'Merci pour votre vigilance. Le message a été retiré des boîtes et l’adresse est bloquée. Si quelqu’un a cliqué, il faut changer son mot de passe tout de suite.',
    file: 'message-suspect.txt',
  },
  {
    in: 'dnum/wifi',
    by: 'all',
    subjects: [
      'Wifi très lent en {salle}',
      'eduroam : certificat refusé sur {appareil}',
      'Pas de wifi au bâtiment {batiment}',
    ],
    says: 'Impossible de travailler avec le wifi : la connexion se coupe toutes les dix minutes. Je suis sur {appareil}.',
    asked: 'Le problème se produit-il dans une seule salle ou dans tout le bâtiment ? À quelle heure ?',
    answered: 'Surtout en {salle}, entre 10 h et midi, quand la salle est pleine.',
    note: 'Borne saturée, plus de 80 appareils. Borne supplémentaire en stock.',
    solved:
      'Une borne a été ajoutée près de la salle {salle}. Oubliez le réseau eduroam sur votre appareil puis reconnectez-vous.',
    contested: 'Aucun changement ce matin : la connexion s’est coupée trois fois pendant le cours.',
  },
  {
    in: 'dnum/plug',
    by: 'employee',
    subjects: ['Prise réseau, bureau {salle}', 'Deux prises à activer pour un instrument, salle {salle}'],
    says: 'La prise murale du bureau {salle} ne donne pas de réseau. Le numéro inscrit dessus est {batiment}-{nombre}.',
    solved: 'La prise est activée sur le réseau des personnels. Redémarrez l’ordinateur si besoin.',
    mistakenFor: 'estates/electricity',
  },
  {
    in: 'dnum/vpn',
    by: 'employee',
    subjects: [
      'VPN : connexion refusée en télétravail',
      'VPN indispensable pour accéder au serveur de calcul',
      'VPN impossible depuis l’étranger',
    ],
    says: 'Depuis chez moi, le VPN affiche « échec d’authentification » alors que la messagerie fonctionne.',
    asked: 'Quelle version du logiciel est installée, et la double authentification est-elle activée ?',
    answered: 'Version 4.10 d’après la fenêtre « À propos ». La double authentification marche pour la messagerie.',
    solved:
      'Cette version n’est plus acceptée. La nouvelle est disponible dans le magasin logiciel ; après installation la connexion fonctionne.',
    contested: 'J’ai installé la nouvelle version, mais le message est maintenant « serveur injoignable ».',
  },
  {
    in: 'dnum/phone',
    by: 'staff',
    subjects: [
      'Téléphone muet, bureau {salle}',
      [
        'Renvoi d’appel à programmer pendant les congés',
        'Merci de renvoyer mon poste vers l’accueil du bâtiment {batiment} à partir du {date}.',
        'Le renvoi est programmé. Il s’arrête seul à la date prévue.',
      ],
      [
        'Changer le nom affiché sur un poste',
        'Le poste du bureau {salle} affiche encore le nom de la personne qui l’occupait avant moi.',
        'Le nom affiché est à jour.',
      ],
    ],
    says: 'Le poste du bureau {salle} n’a plus de tonalité depuis le {jour}.',
    solved:
      'Le poste était resté enregistré dans l’ancien bureau. Il est rattaché au bon emplacement et testé avec vous.',
  },
  {
    in: 'dnum/computer',
    by: 'employee',
    subjects: [
      'Ordinateur qui s’éteint tout seul',
      'Écran noir au démarrage',
      'Ordinateur portable très lent depuis la mise à jour',
      'Disque plein, impossible d’enregistrer',
    ],
    says: 'Mon ordinateur (étiquette UV-{numero}) n’est plus utilisable. J’ai un dossier à rendre pour le {date}.',
    asked: 'Pouvez-vous le déposer à l’atelier, bâtiment B, bureau B012 ? Nous avons un ordinateur de prêt.',
    answered: 'Oui, je passe cet après-midi.',
    note: 'SSD en fin de vie, encore sous garantie. Dossier ouvert chez le fournisseur.',
    solved:
      'Le disque a été remplacé et vos fichiers restaurés depuis la sauvegarde. L’ordinateur vous attend à l’atelier.',
    contested: 'Mes fichiers sont là, merci, mais les imprimantes ont disparu.',
  },
  {
    in: 'dnum/new-computer',
    by: 'employee',
    subjects: ['Demande de deux écrans', 'Ordinateur pour une doctorante', 'Station d’accueil pour le bureau {salle}'],
    says: 'Nous aurions besoin de ce matériel pour le {date}. La dépense est prévue sur nos crédits.',
    asked: 'Merci de joindre l’accord de votre responsable et le centre financier à débiter.',
    answered: 'Voici l’accord, et le centre financier : 9{numero}.',
    solved: 'Le matériel est arrivé et installé. L’ancien a été repris pour recyclage.',
    refused:
      'Le catalogue ne permet qu’un écran par poste. Refaites la demande avec une justification de votre direction si le besoin est particulier.',
    file: 'accord-responsable.pdf',
  },
  {
    in: 'dnum/printing',
    by: 'all',
    subjects: [
      'Imprimante {salle} : bourrage papier',
      'Copieur du bâtiment {batiment} : badge refusé',
      'Mes impressions restent en attente',
      [
        'Plus de toner au secrétariat {salle}',
        'L’imprimante demande un toner noir et nous n’en avons plus.',
        'Deux toners ont été livrés ce matin.',
      ],
    ],
    says: 'Impossible d’imprimer au copieur de {salle}. Le message est « service indisponible ».',
    asked: 'Le même document s’imprime-t-il depuis un autre copieur ?',
    answered: 'Oui, celui du rez-de-chaussée fonctionne.',
    solved: 'La file d’attente était bloquée par un document abîmé. Elle est vidée, le copieur répond à nouveau.',
    contested: 'Il s’est de nouveau arrêté ce matin, après une dizaine de pages.',
    file: 'copieur.png',
  },
  {
    in: 'dnum/software',
    by: 'employee',
    subjects: [
      'Licence {logiciel} expirée',
      'Installer {logiciel} sur mon poste',
      'Mise à jour de {logiciel} en salle {salle}',
    ],
    says: 'J’ai besoin de {logiciel} pour mes cours de {cours}, qui commencent le {date}.',
    asked: 'Sur combien de postes, et avec quelle version ?',
    answered: 'Sur {nombre} postes, la version actuelle convient.',
    solved: '{logiciel} est déployé. Il apparaît dans le menu des applications après un redémarrage.',
  },
  {
    in: 'dnum/rooms',
    by: 'teacher',
    subjects: [
      'Vidéoprojecteur en panne, salle {salle}',
      'Micro de l’amphithéâtre {batiment} inaudible',
      [
        'Trois postes hors service en salle {salle}',
        'Trois ordinateurs ne démarrent plus, pour un TD de {nombre} étudiants le {date}.',
        'Deux postes sont réparés, le troisième est remplacé.',
      ],
    ],
    says: 'Le cours de {cours} a dû être fait sans projection. Le prochain a lieu le {date} dans la même salle.',
    solved: 'Intervention faite ce matin : câble remplacé et matériel testé avant votre prochain cours.',
    contested: 'L’image est revenue mais elle est verte et très sombre.',
    file: 'salle.png',
  },
  {
    in: 'dnum/moodle',
    by: 'teacher',
    subjects: [
      'Moodle : inscrire le groupe {formation}',
      'Restaurer mon cours de {cours}',
      'Devoir Moodle : les étudiants ne peuvent plus déposer',
      'Dupliquer le cours de {cours} pour {annee}',
    ],
    says: 'Pour le cours de {cours}, j’aimerais que tout soit prêt le {date}. Il y a {nombre} étudiants.',
    asked: 'Quelle est l’adresse du cours, et souhaitez-vous garder les devoirs de l’an dernier ?',
    answered: 'C’est https://moodle.univ-vaucanson.example/course/{numero} ; sans les devoirs.',
    solved: 'Le cours est prêt. Les étudiants inscrits en {formation} y accèdent dès maintenant.',
  },
  {
    in: 'dnum/moodle',
    by: 'student',
    subjects: [
      'Cours de {cours} absent de mon Moodle',
      [
        'Dépôt refusé : « fichier trop volumineux »',
        'Mon dossier de {cours} fait 60 Mo et le devoir n’en accepte que 20. La date limite est le {date}.',
        'La limite du devoir est passée à 100 Mo, en accord avec l’enseignant.',
      ],
    ],
    says: 'Je n’ai pas accès au cours de {cours} alors que mon inscription en {formation} est validée.',
    solved: 'Votre groupe n’était pas rattaché au cours. C’est corrigé, il apparaît dans « Mes cours ».',
  },
  {
    in: 'dnum/video',
    by: 'teacher',
    subjects: [
      [
        'Enregistrement de mon cours introuvable',
        'J’ai enregistré le cours de {cours} du {jour} et je ne le vois nulle part.',
        'L’enregistrement était encore en traitement. Il est publié dans votre espace.',
      ],
      'Jury en visioconférence : extérieurs refusés',
      [
        'Sous-titres absents sur mes vidéos',
        'Un étudiant sourd suit mon cours de {cours} ; les sous-titres automatiques n’apparaissent pas.',
        'Les sous-titres sont produits pour toutes les vidéos du cours. Une relecture reste utile pour les noms propres.',
      ],
    ],
    says: 'La réunion du {jour} comporte des participants extérieurs qui restent bloqués en salle d’attente.',
    solved:
      'La salle accepte désormais les personnes sans compte, après validation par l’animateur. Un essai a été fait avec vous.',
  },
  {
    in: 'dnum/internal',
    by: ['nlefevre', 'abezard', 'hprevost'],
    subjects: ['Renouveler le certificat du serveur d’annuaire', 'Préparer la coupure électrique du {date}'],
    says: 'À faire avant le {date}. Prévenir les services concernés deux jours avant.',
    solved: 'Fait hors des heures de travail, sans incident.',
  },
  {
    in: 'apps/apogee',
    by: 'staff',
    subjects: [
      'Apogée : doublon d’étudiant après réinscription',
      'Édition des diplômes en erreur',
      'Maquette {formation} : coefficient à corriger',
    ],
    says: 'Dans Apogée, le dossier {numero} bloque le travail du secrétariat. Le jury est prévu le {date}.',
    asked: 'Lequel des deux numéros faut-il garder ?',
    answered: 'Le plus ancien, les résultats de l’an dernier y sont rattachés.',
    note: 'Fusion possible seulement après la clôture de la session.',
    solved: 'La correction est passée en production cette nuit. Relancez l’édition.',
    contested: 'L’édition sort, mais trois étudiants y manquent.',
    file: 'edition-erreur.txt',
  },
  {
    in: 'apps/grades',
    by: 'teacher',
    subjects: [
      'Saisie des notes {formation} : épreuve fermée',
      'Je ne vois pas mon épreuve de {cours} dans SNW',
      'Import des notes : ligne {nombre} refusée',
    ],
    says: 'Je dois saisir les notes de {cours} avant le {date} et l’épreuve n’est pas modifiable.',
    asked: 'Quel est le code de l’épreuve affiché en haut de la page ?',
    answered: 'C’est {numero}, session 1.',
    solved: 'L’épreuve est rouverte jusqu’au {date}. Pensez à valider la saisie en bas de page.',
    mistakenFor: 'dnum/ent',
    file: 'saisie-notes.png',
  },
  {
    in: 'apps/student-web',
    by: 'student',
    subjects: [
      'Mes notes ne s’affichent pas dans Mon dossier Web',
      'Contrat pédagogique absent',
      'Photo refusée dans mon dossier',
    ],
    says: 'Les résultats de {cours} sont annoncés mais rien n’apparaît chez moi, contrairement à mes camarades.',
    solved: 'Votre inscription pédagogique était incomplète. Après correction, les résultats apparaissent.',
    mistakenFor: 'registrar/results',
  },
  {
    in: 'apps/internships',
    by: 'student',
    subjects: [
      'Convention de stage bloquée « en attente de signature »',
      'Changer de tuteur sur ma convention',
      'Stage chez {entreprise} : dates à modifier',
    ],
    says: 'Mon stage chez {entreprise} commence le {date} et ma convention n’avance plus.',
    asked: 'Qui doit signer d’après l’écran de suivi ?',
    answered: 'Le responsable de la formation, depuis dix jours.',
    solved: 'La demande de signature a été renvoyée à la bonne adresse et la convention est signée.',
  },
  {
    in: 'apps/timetable',
    by: 'teacher',
    subjects: [
      'Deux cours à la même heure en {salle}',
      'ADE : groupe TD manquant en {formation}',
      'Agenda ADE non synchronisé',
      'Salle trop petite pour {cours}',
    ],
    says: 'Le cours de {cours} du {date} apparaît mal dans l’emploi du temps.',
    solved: 'L’emploi du temps est corrigé et les étudiants du groupe ont été prévenus.',
    contested: 'Le premier cours est corrigé, les suivants restent dans l’ancienne salle.',
  },
  {
    in: 'apps/finance-app',
    by: 'staff',
    subjects: [
      'Sifac : service fait impossible sur la commande {numero}',
      'Sifac se ferme à l’édition du budget',
      'Sifac : fournisseur bloqué',
    ],
    says: 'La commande {numero} ({montant} €) ne peut pas être traitée, le message est « période close ».',
    solved: 'La période a été rouverte pour votre centre financier. La commande peut être traitée.',
    file: 'sifac-message.png',
  },
  {
    in: 'apps/hr-app',
    by: 'staff',
    subjects: ['SIHAM : dossier d’agent en double', 'SIHAM : état des effectifs vide'],
    says: 'L’état demandé pour le {date} sort sans aucune ligne alors que les critères sont ceux du mois dernier.',
    solved: 'Un critère était enregistré avec l’ancienne structure. L’état est corrigé.',
  },
  {
    in: 'apps/app-rights',
    by: 'staff',
    subjects: [
      'Droits Sifac pour une nouvelle gestionnaire',
      [
        'Droits Apogée à retirer : agent parti',
        'Un agent a quitté notre service le {jour}. Merci de fermer ses accès.',
        'Tous ses accès aux applications de gestion sont fermés.',
      ],
      'Ouvrir SNW à un enseignant vacataire',
      'Mêmes droits ADE que mon prédécesseur',
    ],
    says: 'Merci d’ouvrir les droits à partir du {date}. Ma responsable donne son accord.',
    asked: 'De quel agent faut-il copier le profil ?',
    answered: 'Le mien convient, sans la validation.',
    solved: 'Les droits sont ouverts. L’agent doit fermer sa session et se reconnecter.',
    refused:
      'La demande doit venir du responsable de l’application dans votre service, d’après la charte des habilitations.',
  },
];
