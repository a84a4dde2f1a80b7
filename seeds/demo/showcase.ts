import { day, workingAfter } from './calendar.ts';
import type { Tale } from './telling.ts';
import * as tell from './telling.ts';
import type { World } from './world.ts';

/** Moments of the told stories: minutes ago, or so many working days ago plus minutes of work. */
const moments = ({ now }: World) => ({
  ago: (minutes: number) => new Date(now.getTime() - minutes * 60_000),
  back(workingDays: number, minutes: number) {
    let time = now.getTime();
    for (let left = workingDays; left > 0; ) {
      time -= day;
      if (![0, 6].includes(new Date(time).getUTCDay())) left--;
    }
    const morning = new Date(time);
    morning.setUTCHours(0, 0, 0, 0);
    const at = workingAfter(morning, minutes);
    return at < now ? at : new Date(now.getTime() - (600 - minutes) * 60_000);
  },
});

/** The ticket of the walkthrough: free, urgent, moved once, already commented on both sides. */
function connection(world: World): Tale {
  const { person, category } = world;
  const { ago } = moments(world);
  const owner = person('mcharpenet');
  const tale = tell.file(world, {
    in: category('apps/student-apps'),
    owner,
    subject: 'Connexion impossible',
    priority: 4,
    at: ago(48),
    says: 'Bonjour,\n\nDepuis ce matin, je ne parviens plus à me connecter à l’ENT. Après la saisie de mon mot de passe, la page revient avec « Accès refusé ».\n\nJ’ai un cours à déposer avant 14 h et une réunion de jury cet après-midi. J’ai déjà essayé :\n\n- deux navigateurs, Firefox et Chrome ;\n- la navigation privée ;\n- de changer mon mot de passe.\n\nMerci d’avance,\nMathieu Charpenet',
    files: ['ent-acces-refuse.png'],
  });
  tell.transfer(tale, person('hprevost'), ago(38), category('dnum/ent'), {
    says: 'Ce n’est pas l’application mais le compte : je vous le passe.',
  });
  tell.comment(tale, owner, ago(26), {
    says: 'Je précise : la connexion échoue aussi depuis mon téléphone, en 4G. Voici une seconde copie d’écran.',
    files: ['ent-telephone.png'],
  });
  tell.note(
    tale,
    person('abezard'),
    ago(9),
    'Son compte est actif, mais la date d’expiration a été ramenée à hier par l’import de la nuit. À vérifier pour les autres enseignants.',
  );
  return tale;
}

function freeToday(world: World): Tale[] {
  const { person, category } = world;
  const { ago } = moments(world);
  const plain = (login: string, path: string, minutes: number, subject: string, says: string) =>
    tell.file(world, { in: category(path), owner: person(login), subject, says, at: ago(minutes) });
  return [
    plain(
      'gmanas',
      'dnum/ent',
      12,
      'Compte expiré ce matin, accès ENT refusé',
      'Bonjour,\n\nMon compte a expiré cette nuit alors que ma thèse court jusqu’en septembre. Je n’ai plus ni messagerie ni VPN.\n\nGaëlle Mañas',
    ),
    plain(
      'tgrandjean',
      'dnum/moodle',
      34,
      'Impossible de déposer un cours sur Moodle',
      'Bonjour,\n\nLe bouton « Ajouter un fichier » ne répond plus. Mes étudiants attendent le document pour demain.\n\nThéo Grandjean',
    ),
    plain(
      'fherault',
      'dnum/ent',
      61,
      'ENT : « Accès refusé » après changement d’UFR',
      'Bonjour,\n\nDepuis mon changement de rattachement, l’onglet « Scolarité » m’est refusé.\n\nFrançoise Hérault',
    ),
    plain(
      'lgarnier',
      'dnum/wifi',
      75,
      'Wifi eduroam : certificat expiré sur Android',
      'Bonjour,\n\nMon téléphone refuse eduroam depuis hier : « certificat expiré ». Le réseau des visiteurs fonctionne.\n\nLéa Garnier, L2 Géographie',
    ),
  ];
}

function printer(world: World): Tale {
  const { person, category } = world;
  const { back } = moments(world);
  const handler = person('ibenaissa');
  const tale = tell.file(world, {
    in: category('dnum/printing'),
    owner: person('mcharpenet'),
    subject: 'Imprimante B214 : bourrage papier à répétition',
    at: back(3, 40),
    says: 'Bonjour,\n\nL’imprimante de la salle B214 bloque toutes les dix pages depuis lundi.\n\nMathieu Charpenet',
    files: ['imprimante-b214.png'],
  });
  const batch = tell.takeCharge(tale, handler, back(3, 140));
  tell.ask(tale, handler, tell.lastAt(tale), {
    batch,
    says: 'Bonjour,\n\nLe blocage vient-il du **bac 1** ou du **bac 2** ? Et le même document passe-t-il en recto simple ?\n\nInès Benaïssa',
  });
  return tale;
}

function gradesAccess(world: World): Tale {
  const { person, category } = world;
  const { back } = moments(world);
  const owner = person('mcharpenet');
  const handler = person('jthevenet');
  const tale = tell.file(world, {
    in: category('apps/grades'),
    owner,
    subject: 'Accès au dépôt de notes refusé depuis hier',
    at: back(2, 60),
    says: 'Bonjour,\n\nLe dépôt de notes de géomorphologie (L2) me répond « droits insuffisants ». Le jury a lieu vendredi.\n\nMathieu Charpenet',
  });
  tell.assign(tale, person('hprevost'), back(2, 95), handler, {
    says: 'Tu as déjà eu le cas la semaine dernière.',
    audience: 'managers',
  });
  tell.addFile(tale, owner, back(2, 120), 'notes-l2-nominatives.pdf');
  tell.deleteFile(tale, owner, back(2, 124), 'notes-l2-nominatives.pdf', {
    says: 'J’avais joint par erreur la liste des notes.',
  });
  tell.comment(tale, handler, back(2, 150), {
    says: 'Bonjour,\n\nJe vois votre profil : il est rattaché à l’ancienne maquette. Je le corrige.',
  });
  tell.close(tale, handler, back(1, 300), {
    says: 'Bonjour,\n\nVotre profil est rattaché à la maquette de cette année, l’épreuve apparaît dans votre liste. La marche à suivre est ici : https://www.univ-vaucanson.example/aide/saisie-des-notes.\n\nJérôme Thévenet',
  });
  return tale;
}

function timetableGroup(world: World): Tale {
  const { person, category } = world;
  const { back } = moments(world);
  const owner = person('mcharpenet');
  const handler = person('hprevost');
  const tale = tell.file(world, {
    in: category('apps/timetable'),
    owner,
    subject: 'Groupe TD manquant',
    at: back(5, 90),
    says: 'Bonjour,\n\nIl manque un groupe de TD dans ADE pour la L2 Géographie : 34 étudiants pour 30 places.\n\nMathieu Charpenet',
  });
  tell.takeCharge(tale, handler, back(5, 170));
  tell.changeSubject(tale, handler, back(5, 172), 'Ajout d’un groupe TD dans ADE pour la L2 Géographie');
  tell.ask(tale, handler, back(5, 175), {
    says: 'Bonjour,\n\nSur quel créneau, et avec quel enseignant ?\n\nHélène Prévost',
  });
  tell.comment(tale, owner, back(4, 30), {
    says: 'Le jeudi de 10 h à 12 h, avec Théo Grandjean. Voici la répartition.',
    files: ['groupes-l2-geographie.pdf'],
  });
  tell.invite(tale, handler, back(4, 60), person('tgrandjean'));
  tell.comment(tale, person('tgrandjean'), back(4, 200), {
    says: 'D’accord pour le jeudi matin, si possible au bâtiment D.',
  });
  tell.comment(tale, handler, back(3, 20), {
    says: 'Théo, le bâtiment D est plein le jeudi matin sauf en D112 : est-ce que cette salle vous convient ?',
    audience: 'managers-guests',
  });
  tell.note(
    tale,
    handler,
    back(2, 45),
    'D112 est prise une semaine sur deux ; vu avec le secrétariat, réponse attendue demain.',
  );
  return tale;
}

function refusedThenApproved(world: World): Tale {
  const { person, category } = world;
  const { back } = moments(world);
  const owner = person('lgarnier');
  const handler = person('nlefevre');
  const tale = tell.file(world, {
    in: category('dnum/mailbox'),
    owner,
    subject: 'Messages de mes enseignants jamais reçus',
    at: back(16, 30),
    says: 'Bonjour,\n\nJe ne reçois pas les messages envoyés à toute la L2. Mes camarades les ont.\n\nLéa Garnier',
  });
  tell.takeCharge(tale, handler, back(16, 80));
  tell.close(tale, handler, back(15, 40), {
    says: 'Bonjour,\n\nUne redirection vers une adresse fermée était active. Elle est retirée.\n\nNadège Lefèvre',
  });
  tell.refuseClosure(tale, back(14, 100), {
    says: 'Le message d’hier n’est toujours pas arrivé, alors que la redirection a bien disparu.',
  });
  tell.note(
    tale,
    person('lkervadec'),
    back(14, 160),
    'Elle n’est pas dans la liste de la L2 : inscription pédagogique validée hier seulement.',
  );
  tell.close(tale, handler, back(13, 60), {
    says: 'Bonjour,\n\nIl y avait une seconde cause : vous n’étiez pas encore dans la liste de la L2. Vous y êtes, et les trois derniers messages vous ont été renvoyés.\n\nNadège Lefèvre',
  });
  tell.approve(tale, back(13, 200), { says: 'Tout est arrivé, merci beaucoup !' });
  return tale;
}

function transcript(world: World): Tale {
  const { person, category } = world;
  const { back } = moments(world);
  const handler = person('sduval');
  const tale = tell.file(world, {
    in: category('registrar/results'),
    owner: person('lgarnier'),
    subject: 'Relevé de notes du semestre 1 introuvable',
    at: back(3, 10),
    says: 'Bonjour,\n\nJ’ai besoin de mon relevé du semestre 1 pour un dossier de stage, à rendre lundi.\n\nLéa Garnier',
  });
  const batch = tell.takeCharge(tale, handler, back(2, 20));
  tell.close(tale, handler, tell.lastAt(tale), {
    batch,
    says: 'Bonjour,\n\nLe relevé est maintenant dans l’ENT, onglet « Scolarité ». Une copie est jointe.\n\nSophie Duval',
    files: ['releve-semestre-1.pdf'],
  });
  return tale;
}

function usualName(world: World): Tale {
  const { person, category } = world;
  const { back } = moments(world);
  const handler = person('odiallo');
  const tale = tell.file(world, {
    in: category('registrar/certificates'),
    owner: person('lgarnier'),
    subject: 'Attestation de scolarité : nom d’usage non repris',
    at: back(6, 250),
    says: 'Bonjour,\n\nMon nom d’usage n’apparaît pas sur l’attestation, alors qu’il est sur ma carte.\n\nLéa Garnier',
  });
  tell.takeCharge(tale, handler, back(5, 45));
  tell.ask(tale, handler, back(5, 60), {
    says: 'Bonjour,\n\nMerci de joindre une copie de votre pièce d’identité.\n\nOusmane Diallo',
  });
  return tale;
}

function jury(world: World): Tale {
  const { person, category } = world;
  const { back } = moments(world);
  const handler = person('nlefevre');
  const tale = tell.file(world, {
    in: category('dnum/video'),
    owner: person('slindqvist'),
    subject: 'Réunion de jury : salle virtuelle inaccessible aux extérieurs',
    at: back(8, 120),
    says: 'Bonjour,\n\nDeux membres du jury, sans compte chez nous, restent en salle d’attente. Jury dans trois semaines.\n\nSøren Lindqvist',
  });
  tell.takeCharge(tale, handler, back(8, 200));
  tell.postpone(tale, handler, back(7, 60), new Date(world.now.getTime() + 9 * day), {
    says: 'La correction arrive avec la prochaine version, installée la semaine prochaine. Essai prévu avec vous avant le jury.',
  });
  return tale;
}

/** Confidential: only its owner and the members of the category know that it exists. */
function workplace(world: World): Tale {
  const { person, category } = world;
  const { back } = moments(world);
  const handler = person('cdornano');
  const tale = tell.file(world, {
    in: category('hr/personal'),
    owner: person('mcharpenet'),
    subject: 'Aménagement de poste à mon retour',
    at: back(10, 200),
    says: 'Bonjour,\n\nAprès mon arrêt, le médecin du travail recommande un siège et un écran réglables. À qui dois-je transmettre l’avis ?\n\nMathieu Charpenet',
    files: ['avis-medecin.pdf'],
  });
  tell.takeCharge(tale, handler, back(9, 60), {
    says: 'Bonjour,\n\nJe m’en occupe personnellement, rien d’autre à faire de votre côté.\n\nClémence d’Ornano',
  });
  tell.comment(tale, handler, back(9, 65), {
    says: 'Vous pouvez déposer l’avis ici : nous seules le lirons.',
    audience: 'managers-owner',
  });
  tell.note(
    tale,
    person('nmartin'),
    back(8, 90),
    'Crédits « handicap et maintien dans l’emploi » disponibles jusqu’à la fin du mois.',
  );
  return tale;
}

/** Told in the anonymous service: its owner sees no name of the people who answer. */
function listened(world: World): Tale {
  const { person, category } = world;
  const { back } = moments(world);
  const handler = person('camselem');
  const owner = person('amorvan');
  const tale = tell.file(world, {
    in: category('listening/report'),
    owner,
    subject: 'Remarques répétées pendant les TD',
    at: back(9, 400),
    says: 'Depuis plusieurs semaines, des remarques sur mon apparence reviennent à chaque TD. Je préfère ne pas écrire le nom ici.',
  });
  tell.takeCharge(tale, handler, back(8, 20));
  tell.comment(tale, handler, back(8, 30), {
    says: 'Merci de votre confiance. Ce que vous décrivez n’est pas acceptable. Rien ne sera fait sans votre accord. Souhaitez-vous un rendez-vous cette semaine ?',
  });
  tell.comment(tale, owner, back(7, 300), { says: 'Oui, jeudi après 16 h si possible.' });
  tell.note(tale, person('jnpasquier'), back(6, 15), 'Je peux assurer le rendez-vous avec toi.');
  return tale;
}

/** From the time of a service that has closed since. */
function poster(world: World): Tale {
  const { person, category } = world;
  const { back } = moments(world);
  const tale = tell.file(world, {
    in: category('reprography/posters'),
    owner: person('atraore'),
    subject: 'Affiche A0 pour un congrès',
    at: back(104, 60),
    says: 'Bonjour,\n\nUne affiche A0 sur papier mat, pour vendredi.\n\nAminata Traoré',
    files: ['affiche-congres.pdf'],
  });
  const handler = person('mbenali2');
  tell.invite(tale, handler, back(104, 90), person('h.delvaux@imprimerie-delvaux.example'));
  tell.takeCharge(tale, handler, back(104, 95));
  tell.close(tale, handler, back(102, 30), { says: 'L’affiche est prête, au comptoir.' });
  tell.approve(tale, back(102, 200));
  return tale;
}

export const showcaseTales = (world: World): Tale[] => [
  connection(world),
  ...freeToday(world),
  printer(world),
  gradesAccess(world),
  timetableGroup(world),
  refusedThenApproved(world),
  transcript(world),
  usualName(world),
  jury(world),
  workplace(world),
  listened(world),
  poster(world),
];
