import { desk, group, leaf, type ServiceData, serviceAdmin, takeOnly, usual } from './define.ts';

const registrar: ServiceData = {
  key: 'registrar',
  icon: 'mortarboard',
  label: 'Scolarité',
  longLabel: 'Scolarité centrale',
  help: 'Inscription, attestations, examens, diplômes.',
  filter: 'tous',
  managers: [
    { login: 'sduval', privileges: serviceAdmin, monitorsAny: 'always' },
    { login: 'odiallo', privileges: usual },
    { login: 'anoel', privileges: takeOnly },
  ],
  categories: [
    group('enrolment', 'Inscriptions', 'Inscriptions', 'Dossier, paiement, transfert, annulation.', [
      leaf(
        'enrol',
        'Inscription administrative',
        'Inscription et réinscription',
        'Dossier incomplet, pièce refusée, changement de formation.',
      ),
      leaf(
        'fees',
        'Droits d’inscription',
        'Paiement et remboursement des droits',
        'Paiement en trois fois, exonération, bourse, remboursement.',
        {
          message: 'Numéro d’étudiant :\n\nFormation :\n\nMontant et date du paiement :',
        },
      ),
      leaf(
        'transfer',
        'Transfert',
        'Transfert de dossier',
        'Vous arrivez d’une autre université ou vous nous quittez.',
      ),
    ]),
    leaf(
      'certificates',
      'Attestations',
      'Attestation de scolarité et carte d’étudiant',
      'Attestation, certificat, carte perdue ou défectueuse, nom d’usage.',
    ),
    group(
      'exams',
      'Examens',
      'Examens',
      'Convocations, notes, absences. Restez ici si vous ne savez pas choisir.',
      [
        leaf(
          'notices',
          'Convocations',
          'Convocations et calendrier',
          'Deux épreuves à la même heure, convocation absente.',
          { priority: 4 },
        ),
        leaf(
          'results',
          'Notes et relevés',
          'Notes, relevés et jurys',
          'Note manquante, relevé à rééditer, demande de consultation de copie.',
        ),
        leaf('absence', 'Absences', 'Absence justifiée', 'Joignez votre justificatif dans les huit jours.', {
          subject: 'Absence du … au …',
          message: 'Dates :\n\nCours ou épreuves concernés :\n\nMotif (un justificatif est à joindre) :',
        }),
      ],
      { acceptsTickets: true },
    ),
    leaf(
      'diplomas',
      'Diplômes',
      'Retrait et duplicata de diplôme',
      'Retirer un diplôme, obtenir un duplicata ou une traduction.',
    ),
  ],
};

const letters: ServiceData = {
  key: 'letters',
  icon: 'translate',
  label: 'Faculté des lettres',
  longLabel: 'Faculté des lettres et langues',
  help: 'Secrétariats pédagogiques de la faculté.',
  filter: 'tous',
  managers: [
    { login: 'bcoeurdevey', privileges: serviceAdmin },
    { login: 'mtlebihan', privileges: usual },
  ],
  categories: [
    leaf(
      'letters-options',
      'Lettres - Options',
      'Choix d’options et de groupes',
      'Contrat pédagogique, changement de TD, langue vivante.',
    ),
    leaf(
      'letters-rooms',
      'Lettres - Salles',
      'Réserver une salle de la faculté',
      'Soutenance, réunion, rattrapage de cours.',
      {
        subject: 'Réservation de salle, le …',
        message: 'Date et horaires :\n\nNombre de personnes :\n\nÉquipement utile :',
      },
    ),
    leaf(
      'letters-copies',
      'Lettres - Polycopiés',
      'Polycopiés et fournitures',
      'Tirage de sujets et de polycopiés, une semaine à l’avance.',
    ),
    leaf(
      'letters-thesis',
      'Lettres - Soutenances',
      'Mémoires et soutenances',
      'Dépôt du mémoire, composition du jury, date.',
    ),
  ],
};

const international: ServiceData = {
  key: 'international',
  icon: 'globe-europe-africa',
  label: 'Relations internationales',
  longLabel: 'Relations internationales',
  help: 'Partir étudier, accueillir, préparer un séjour.',
  filter: 'tous',
  assignment: 'first',
  managers: [
    { login: 'mjesteves', privileges: serviceAdmin },
    { login: 'okovaltchouk', privileges: usual },
  ],
  categories: [
    group('outgoing', 'RI - Partir', 'Partir à l’étranger', 'Erasmus+, conventions, bourses de mobilité.', [
      leaf(
        'erasmus',
        'RI - Erasmus+',
        'Candidature et contrat Erasmus+',
        'Choix de destination, contrat d’études, prolongation.',
      ),
      leaf('mobility-grant', 'RI - Bourses', 'Bourse de mobilité', 'Versement, justificatifs, montant.'),
    ]),
    group(
      'incoming',
      'RI - Venir',
      'Venir étudier à Vaucanson',
      'Pour les étudiants et chercheurs accueillis. You may write in English.',
      [
        leaf(
          'arrival',
          'RI - Accueil',
          'Arrivée et logement',
          'Logement, titre de séjour, ouverture de compte. You may write in English.',
        ),
        leaf(
          'french-courses',
          'RI - Cours de français',
          'Cours de français',
          'Test de niveau, inscription, attestation.',
        ),
      ],
    ),
  ],
};

const training: ServiceData = {
  key: 'training',
  icon: 'briefcase',
  label: 'Formation continue',
  longLabel: 'Formation continue et alternance',
  help: 'Reprendre des études, alternance, validation des acquis.',
  filter: 'tous',
  managers: [
    { login: 'pgervais', privileges: serviceAdmin },
    { login: 'sduval', privileges: desk },
  ],
  categories: [
    leaf(
      'apprenticeship',
      'FC - Alternance',
      'Contrat d’alternance',
      'Contrat, calendrier, livret de suivi, facturation à l’entreprise.',
    ),
    leaf('vae', 'FC - VAE', 'Validation des acquis (VAE)', 'Recevabilité, accompagnement, jury.'),
    leaf(
      'resume-studies',
      'FC - Reprise d’études',
      'Reprise d’études et financement',
      'Devis, prise en charge, attestation d’assiduité.',
    ),
  ],
};

const library: ServiceData = {
  key: 'library',
  icon: 'book',
  label: 'Bibliothèque universitaire',
  longLabel: 'Bibliothèque universitaire (BU)',
  help: 'Prêts, ressources en ligne, salles de travail, suggestions.',
  filter: 'tous',
  visibility: 'subject-only',
  managers: [
    { login: 'bsaintleger', privileges: serviceAdmin },
    { login: 'ezafrani', privileges: usual },
  ],
  categories: [
    leaf('loans', 'BU - Prêts', 'Prêts, retours et amendes', 'Prolonger, document perdu, compte bloqué.', {
      visibility: 'private',
      assignment: 'cyclic',
    }),
    leaf(
      'e-resources',
      'BU - Ressources en ligne',
      'Revues et bases en ligne',
      'Accès refusé à une revue, à une base, à un livre numérique.',
    ),
    leaf('study-rooms', 'BU - Salles de travail', 'Salles de travail en groupe', 'Réservation, matériel, bruit.'),
    leaf('interlibrary', 'BU - PEB', 'Prêt entre bibliothèques', 'Faire venir un document d’une autre bibliothèque.'),
    leaf(
      'suggestions',
      'BU - Suggestions',
      'Suggestion d’achat ou d’amélioration',
      'Votre suggestion et la réponse sont lisibles par tous.',
      { visibility: 'public', priority: 2 },
    ),
  ],
};

export const studies = [registrar, letters, international, training, library];
