type Role = 'student' | 'teacher' | 'staff' | 'external';

export interface PersonData {
  login: string | null;
  name: string;
  role: Role;
  /** What they study, teach or do: signs their messages. */
  about: string;
  mail?: string;
  isAdmin?: boolean;
  language?: 'en';
  /** « Liste rouge ». */
  unlisted?: boolean;
  leftDaysAgo?: number;
}

const all =
  (role: Role) =>
  ([login, name, about]: readonly [string, string, string]): PersonData => ({ login, name, role, about });

const students = (
  [
    ['lgarnier', 'Léa Garnier', 'L2 Géographie'],
    ['mrocher', 'Maëlys Rocher', 'L1 Droit'],
    ['klegoff', 'Kévin Le Goff', 'L3 Informatique'],
    ['mbenali', 'Mohamed Benali', 'M1 Informatique'],
    ['gmanas', 'Gaëlle Mañas', 'doctorante en biologie'],
    ['afontaine', 'Anne-Sophie Fontaine', 'L3 Lettres modernes'],
    ['idacosta', 'Inês da Costa', 'L2 LEA anglais-portugais'],
    ['ykone', 'Yasmine Koné', 'M2 Droit des affaires'],
    ['tbouchard', 'Timothée Bouchard', 'L1 Histoire'],
    ['npham', 'Ngọc-Mai Phạm', 'M1 Biologie'],
    ['jdelatour', 'Jules de La Tour', 'L2 Sciences de la vie'],
    ['sozturk', 'Selin Öztürk', 'L3 Économie et gestion'],
    ['amorvan', 'Aël Morvan', 'L1 Psychologie'],
    ['clheritier', 'Camille L’Héritier', 'M2 Archives et patrimoine'],
    ['rsanchez', 'Raphaël Sánchez', 'L3 Physique'],
    ['fbelkacem', 'Fatima-Zahra Belkacem', 'L2 Sociologie'],
    ['lmacaire', 'Loïs Macaire', 'L3 Géographie'],
    ['awojcik', 'Agnieszka Wójcik', 'M1 Études européennes'],
    ['hndiaye', 'Habib N’Diaye', 'doctorant en histoire'],
    ['jobrien', 'Sean O’Brien', 'étudiant en échange, L3 Histoire'],
    ['epetit', 'Élise Petit', 'L1 Chimie'],
    ['zmuller', 'Zoé Müller', 'M2 Droit public'],
  ] as const
).map(all('student'));

const teachers = (
  [
    ['mcharpenet', 'Mathieu Charpenet', 'maître de conférences, UFR Sciences humaines'],
    ['tgrandjean', 'Théo Grandjean', 'ATER en histoire'],
    ['fherault', 'Françoise Hérault', 'professeure de littérature comparée'],
    ['nmartin3', 'Nathalie Martin', 'maîtresse de conférences en chimie'],
    ['slindqvist', 'Søren Lindqvist', 'professeur de biologie marine'],
    ['hquerel', 'Héloïse Quérel', 'maîtresse de conférences en droit public'],
    ['dsaadi', 'Djamel Saadi', 'professeur d’économie'],
    ['jlepauvre', 'Jean-Loup Lepauvre', 'PRAG d’anglais'],
    ['vmunoz', 'Víctor Muñoz', 'maître de conférences en espagnol'],
    ['ckaczmarek', 'Cécile Kaczmarek', 'maîtresse de conférences en psychologie'],
    ['bdelorme', 'Barthélemy Delorme', 'professeur de mathématiques'],
    ['atraore', 'Aminata Traoré', 'directrice de recherche, laboratoire MILIEUX'],
  ] as const
).map(all('teacher'));

const staff = (
  [
    ['nlefevre', 'Nadège Lefèvre', 'responsable du support, DNUM'],
    ['abezard', 'Aurélie Bézard', 'comptes et annuaire, DNUM'],
    ['hprevost', 'Hélène Prévost', 'cheffe de projet, DNUM'],
    ['lkervadec', 'Loïc Kervadec', 'messagerie, DNUM'],
    ['ibenaissa', 'Inès Benaïssa', 'postes de travail, DNUM'],
    ['fxdhautefeuille', 'François-Xavier d’Hautefeuille', 'réseau, DNUM'],
    ['ygquemener', 'Yann-Gaël Quéméner', 'apprenti technicien, DNUM'],
    ['jthevenet', 'Jérôme Thévenet', 'applications de scolarité'],
    ['natran', 'Ngọc-Anh Trần', 'applications financières'],
    ['sduval', 'Sophie Duval', 'cheffe du service de la scolarité'],
    ['odiallo', 'Ousmane Diallo', 'inscriptions, scolarité'],
    ['anoel', 'Anaïs Noël', 'examens et diplômes, scolarité'],
    ['bsaintleger', 'Bérengère Saint-Léger', 'services au public, BU'],
    ['ezafrani', 'Émile Zafrani', 'ressources électroniques, BU'],
    ['rduboeuf', 'Rémi Dubœuf', 'responsable maintenance, patrimoine'],
    ['mbenali2', 'Mohamed Benali', 'technicien logistique, patrimoine'],
    ['jlhuillier', 'Joël L’Huillier', 'contrôle d’accès, patrimoine'],
    ['nmartin', 'Nathalie Martin', 'gestion des personnels, DRH'],
    ['cdornano', 'Clémence d’Ornano', 'qualité de vie au travail, DRH'],
    ['ahaddad', 'Abdelkrim Haddad', 'paie et vacations, DRH'],
    ['vfauche', 'Véronique Fauché-Delmas', 'responsable du service facturier'],
    ['clacote', 'Cédric Lacôte', 'missions, affaires financières'],
    ['mjesteves', 'Maria-José Esteves', 'mobilité sortante, relations internationales'],
    ['okovaltchouk', 'Oksana Kovaltchouk', 'accueil international'],
    ['pgervais', 'Patrice Gervais-N’Diaye', 'formation continue et alternance'],
    ['evaillancourt', 'Élodie Vaillancourt', 'contrats de recherche'],
    ['skieffer', 'Stéphane Kieffer', 'école doctorale'],
    ['mrouviere', 'Mélissande Rouvière', 'vie étudiante et campus'],
    ['iouedraogo', 'Idriss Ouédraogo', 'handicap et aménagements'],
    ['mtlebihan', 'Marie-Thérèse Le Bihan', 'secrétariat pédagogique, lettres'],
    ['bcoeurdevey', 'Benoît Cœurdevey', 'responsable administratif, lettres'],
    ['camselem', 'Clotilde Amselem', 'cellule d’écoute'],
    ['jnpasquier', 'Jean-Noël Pasquier', 'cellule d’écoute'],
    ['bnguyen', 'Béatrice Nguyên', 'responsable de la sécurité des systèmes d’information'],
    ['echanay', 'Émilie Chânay', 'directrice adjointe du patrimoine'],
    ['cvasseur', 'Chloé Vasseur', 'gestionnaire financière, UFR Sciences'],
    ['sgaillard', 'Solène Gaillard', 'assistante de direction, présidence'],
    ['gmazaud', 'Grégory Mazaud', 'technicien de laboratoire'],
    ['pdupont', 'Pénélope Dupont-Aignel', 'chargée de communication'],
  ] as const
).map(all('staff'));

const apart: PersonData[] = [
  { login: 'admin', name: 'Claire d’Aubigné', role: 'staff', about: 'administratrice de l’assistance', isAdmin: true },
  {
    login: null,
    name: 'Hervé Delvaux',
    role: 'external',
    about: 'imprimerie Delvaux',
    mail: 'h.delvaux@imprimerie-delvaux.example',
  },
];

const english = new Set(['jobrien', 'slindqvist']);

/** Gone since: their tickets stay. */
const departed: Readonly<Record<string, number>> = { rsanchez: 2, gmazaud: 3 };

export const people: readonly PersonData[] = [...students, ...teachers, ...staff, ...apart].map((person) => ({
  ...person,
  ...(person.login !== null && english.has(person.login) && { language: 'en' as const }),
  ...(person.login === 'zmuller' && { unlisted: true }),
  ...(person.login !== null && departed[person.login] !== undefined && { leftDaysAgo: departed[person.login] }),
}));

/** The people shown first: one for each thing there is to see. */
export const showcase: Readonly<Record<string, string>> = {
  lgarnier: 'étudiante (L2) : crée des tickets, répond, approuve ou refuse une clôture',
  mcharpenet: 'maître de conférences : plusieurs tickets en cours, à compléter et à approuver',
  nlefevre: 'gestionnaire de la DNUM, avec tous les privilèges',
  abezard: 'gestionnaire de la DNUM',
  hprevost: 'gestionnaire de deux services : DNUM et Applications de gestion',
  ygquemener: 'gestionnaire de la DNUM qui ne peut que prendre en charge et commenter',
  fxdhautefeuille: 'gestionnaire de la DNUM, non disponible en ce moment',
  sduval: 'administre le service Scolarité : propriétés, gestionnaires, catégories',
  cdornano: 'gestionnaire RH, membre de la catégorie confidentielle',
  ahaddad: 'gestionnaire RH, hors de la catégorie confidentielle',
  camselem: 'gestionnaire du service anonyme « Écoute et signalement »',
  bnguyen: 'invitée permanente de la DNUM',
  nmartin: 'Nathalie Martin de la DRH (elle a une homonyme : nmartin3, qui enseigne la chimie)',
  mbenali: 'étudiant (M1), homonyme d’un agent du patrimoine (mbenali2)',
  jobrien: 'étudiant en échange, interface en anglais',
  admin: 'administratrice : lit et configure tout, sauf les catégories confidentielles',
};
