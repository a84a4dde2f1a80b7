import { desk, everything, group, leaf, type ServiceData, serviceAdmin, takeOnly, usual } from './define.ts';

const dnum: ServiceData = {
  key: 'dnum',
  icon: 'pc-display',
  label: 'DNUM',
  longLabel: 'Direction du numérique (DNUM)',
  help: 'Compte, messagerie, réseau, ordinateurs, salles et cours en ligne.',
  filter: 'tous',
  visibility: 'subject-only',
  interService: 'numérique',
  managers: [
    { login: 'nlefevre', privileges: everything, monitorsAny: 'always' },
    { login: 'abezard', privileges: usual },
    { login: 'hprevost', privileges: usual },
    { login: 'lkervadec', privileges: desk },
    { login: 'ibenaissa', privileges: usual },
    { login: 'fxdhautefeuille', privileges: usual, available: false },
    { login: 'ygquemener', privileges: takeOnly },
  ],
  permanentGuests: ['bnguyen'],
  categories: [
    group('account', 'DNUM - Compte', 'Compte et accès', 'Vous connecter, votre mot de passe, votre carte.', [
      leaf(
        'ent',
        'DNUM - ENT',
        'DNUM - ENT',
        'La connexion à l’espace numérique de travail échoue, un onglet manque, une page ne s’affiche pas.',
        {
          message: 'Ce que je voulais faire :\n\nLe message affiché :\n\nDepuis quand :',
        },
      ),
      leaf(
        'password',
        'DNUM - Mot de passe',
        'Mot de passe et activation du compte',
        'Mot de passe oublié, compte jamais activé, code reçu par SMS qui n’arrive pas. N’écrivez jamais votre mot de passe ici.',
        { visibility: 'private' },
      ),
      leaf(
        'mfa',
        'DNUM - Double authentification',
        'Double authentification',
        'Nouveau téléphone, application perdue, code refusé.',
        { visibility: 'private' },
      ),
      leaf(
        'guests',
        'DNUM - Extérieurs',
        'Compte pour une personne extérieure',
        'Un intervenant, un stagiaire ou un partenaire a besoin d’un compte pour un temps.',
        {
          subject: 'Compte extérieur : Prénom Nom',
          message:
            'Prénom et nom :\n\nAdresse électronique :\n\nDate de début et de fin :\n\nServices utiles (wifi, ENT, Moodle…) :',
        },
      ),
    ]),
    group(
      'mail',
      'DNUM - Messagerie',
      'Messagerie et agenda',
      'Courriels, listes de diffusion, agendas partagés. Choisissez une sous-catégorie, ou restez ici si vous hésitez.',
      [
        leaf(
          'mailbox',
          'DNUM - Boîte aux lettres',
          'Boîte aux lettres personnelle',
          'Messages perdus, quota atteint, redirection, réponse automatique.',
        ),
        leaf(
          'shared-mailbox',
          'DNUM - Boîte fonctionnelle',
          'Boîte fonctionnelle',
          'Créer une adresse de service, ajouter ou retirer des agents.',
          {
            subject: 'Boîte fonctionnelle : ',
            message: 'Adresse souhaitée ou concernée :\n\nResponsable :\n\nAgents à ajouter ou à retirer :',
          },
        ),
        leaf(
          'lists',
          'DNUM - Listes',
          'Listes de diffusion',
          'Créer une liste, inscrits manquants, droits de modération.',
        ),
        leaf(
          'phishing',
          'DNUM - Message suspect',
          'Signaler un message suspect',
          'Vous doutez d’un message ? Transmettez-le sans cliquer sur ses liens.',
          { priority: 4, mailbox: { address: 'ssi@univ-vaucanson.example', level: 'always' } },
        ),
      ],
      { acceptsTickets: true, members: ['lkervadec', 'nlefevre', 'abezard'] },
    ),
    group('network', 'DNUM - Réseau', 'Réseau et téléphonie', 'Wifi, prises, accès à distance, téléphones.', [
      leaf(
        'wifi',
        'DNUM - Wifi',
        'Wifi eduroam',
        'Connexion impossible ou lente ; précisez le bâtiment et votre appareil.',
      ),
      leaf(
        'plug',
        'DNUM - Prise réseau',
        'Prise réseau à activer',
        'Une prise murale est inactive dans un bureau ou un laboratoire.',
        { subject: 'Prise réseau, bureau ' },
      ),
      leaf(
        'vpn',
        'DNUM - VPN',
        'Accès à distance (VPN)',
        'Travailler hors du campus, télétravail, accès aux serveurs de laboratoire.',
      ),
      leaf('phone', 'DNUM - Téléphonie', 'Téléphonie', 'Poste muet, renvoi, messagerie vocale, changement de bureau.'),
    ]),
    group(
      'workstation',
      'DNUM - Poste de travail',
      'Poste de travail et impression',
      'Ordinateurs, imprimantes et logiciels des personnels et des salles.',
      [
        leaf(
          'computer',
          'DNUM - Ordinateur',
          'Ordinateur en panne ou lent',
          'Démarrage impossible, écran noir, lenteur, disque plein. Relevez le numéro de l’étiquette.',
        ),
        leaf(
          'new-computer',
          'DNUM - Matériel',
          'Demande de matériel',
          'Nouvel ordinateur, écran, station d’accueil : avec l’accord de votre responsable.',
        ),
        leaf(
          'printing',
          'DNUM - Impression',
          'Imprimantes et copieurs',
          'Bourrage, file d’attente bloquée, badge refusé, toner.',
        ),
        leaf(
          'software',
          'DNUM - Logiciels',
          'Logiciels et licences',
          'Installer ou mettre à jour un logiciel, licence expirée.',
          { members: ['ibenaissa', 'ygquemener'] },
        ),
        leaf(
          'rooms',
          'DNUM - Salles',
          'Salles informatiques et amphithéâtres',
          'Vidéoprojecteur, sonorisation, postes d’une salle de cours.',
          { priority: 4, visibility: 'intranet' },
        ),
      ],
      { acceptsTickets: true },
    ),
    group(
      'teaching',
      'DNUM - Pédagogie',
      'Enseignement à distance',
      'Cours en ligne, visioconférence, examens sur ordinateur.',
      [
        leaf(
          'moodle',
          'DNUM - Moodle',
          'Moodle',
          'Ouvrir un cours, inscrire un groupe, déposer un devoir, restaurer un cours.',
        ),
        leaf(
          'video',
          'DNUM - Visio',
          'Visioconférence et vidéos',
          'Salle virtuelle, enregistrement, mise en ligne d’une vidéo.',
        ),
      ],
    ),
    leaf('badges', 'DNUM - Badges', 'Badges et contrôle d’accès', 'Traités par le patrimoine depuis la rentrée.', {
      redirectsTo: 'estates/access',
    }),
    leaf(
      'self-service',
      'DNUM - Libre-service',
      'Postes en libre-service',
      'À signaler depuis le poste lui-même : bloqué, sans réseau, clavier ou souris manquants.',
      { hidden: true },
    ),
    leaf('internal', 'DNUM - Interne', 'DNUM - Tâches internes', 'Réservé à la direction du numérique.', {
      hidden: true,
      members: ['nlefevre', 'abezard', 'hprevost'],
    }),
  ],
};

const applications: ServiceData = {
  key: 'apps',
  icon: 'window',
  label: 'Applications de gestion',
  longLabel: 'Support technique pour les applications de gestion',
  help: 'Apogée, SNW, ADE, Sifac, SIHAM… : droits, anomalies et demandes d’évolution.',
  interService: 'numérique',
  managers: [
    { login: 'hprevost', privileges: serviceAdmin, monitorsAny: 'creation' },
    { login: 'jthevenet', privileges: usual },
    { login: 'natran', privileges: desk },
  ],
  categories: [
    group(
      'student-apps',
      'Applications scolarité',
      'Applications de scolarité (Apogée, SNW…)',
      'Connexion, inscription, saisie des notes, éditions, droits manquants.',
      [
        leaf(
          'apogee',
          'Apogée',
          'Apogée : inscriptions et diplômes',
          'Doublon, édition en erreur, modélisation d’une maquette.',
        ),
        leaf(
          'grades',
          'Saisie des notes',
          'Saisie des notes (SNW)',
          'Colonne absente, épreuve fermée, import de fichier.',
          { priority: 4 },
        ),
        leaf(
          'student-web',
          'Mon dossier Web',
          'Mon dossier Web',
          'L’étudiant ne voit pas ses notes, son contrat pédagogique ou son attestation.',
        ),
        leaf(
          'internships',
          'Conventions de stage',
          'Application des conventions de stage',
          'Convention bloquée, signataire à changer, droits d’édition.',
        ),
      ],
      { acceptsTickets: true },
    ),
    leaf(
      'timetable',
      'Emplois du temps',
      'Emplois du temps (ADE)',
      'Groupe manquant, salle à changer, agenda qui ne se synchronise pas.',
    ),
    leaf('finance-app', 'Sifac', 'Sifac : commandes et budget', 'Droits, erreur à la saisie, état à éditer.', {
      members: ['natran', 'hprevost'],
    }),
    leaf('hr-app', 'SIHAM', 'SIHAM : ressources humaines', 'Droits, dossier d’agent, état à éditer.'),
    leaf(
      'app-rights',
      'Accès applications',
      'Ouverture de droits sur une application',
      'Nouvel agent, changement de poste, départ.',
      {
        subject: 'Droits : application, agent',
        message:
          'Application :\n\nAgent (nom et identifiant) :\n\nProfil souhaité, ou agent dont les droits sont à copier :\n\nResponsable qui valide :',
      },
    ),
  ],
};

/** Its name is still looked for. */
export const former: ServiceData = {
  key: 'cri',
  label: 'CRI',
  longLabel: 'Centre de ressources informatiques (devenu la DNUM)',
  help: 'Le CRI s’appelle DNUM depuis la rentrée : vos demandes lui arrivent.',
  filter: 'tous',
  redirectsTo: 'dnum',
  managers: [{ login: 'nlefevre', privileges: serviceAdmin }],
  categories: [],
};

export const digital = [dnum, applications];
