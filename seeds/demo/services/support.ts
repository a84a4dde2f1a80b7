import { desk, group, leaf, type ServiceData, serviceAdmin, usual } from './define.ts';

const humanResources: ServiceData = {
  key: 'hr',
  icon: 'person-lines-fill',
  label: 'Ressources humaines',
  longLabel: 'Direction des ressources humaines',
  help: 'Carrière, paie, congés, vacations, conditions de travail.',
  visibility: 'private',
  managers: [
    { login: 'nmartin', privileges: serviceAdmin },
    { login: 'cdornano', privileges: usual },
    { login: 'ahaddad', privileges: desk },
  ],
  categories: [
    group(
      'career',
      'RH - Carrière',
      'Carrière et contrat',
      'Contrat, avancement, mobilité, formation des personnels.',
      [
        leaf(
          'contract',
          'RH - Contrat',
          'Contrat, avenant, attestation d’employeur',
          'Renouvellement, quotité de travail, attestation.',
        ),
        leaf(
          'staff-training',
          'RH - Formation',
          'Formation des personnels',
          'Inscription à un stage, préparation aux concours.',
        ),
      ],
    ),
    leaf('payroll', 'RH - Paie', 'Paie et primes', 'Bulletin, prime manquante, changement de coordonnées bancaires.'),
    leaf(
      'hourly',
      'RH - Vacations',
      'Vacations et heures complémentaires',
      'Dossier de vacataire, service fait, paiement.',
      { members: ['ahaddad', 'nmartin'] },
    ),
    leaf(
      'leave',
      'RH - Congés',
      'Congés, absences et télétravail',
      'Compte épargne-temps, congé maternité, convention de télétravail.',
    ),
    leaf(
      'personal',
      'RH - Situation individuelle',
      'Situation individuelle (confidentiel)',
      'Santé, handicap, difficulté au travail. Lu seulement par les deux personnes qui suivent ces dossiers.',
      {
        confidential: true,
        members: ['cdornano', 'nmartin'],
      },
    ),
  ],
};

const finance: ServiceData = {
  key: 'finance',
  icon: 'cash-coin',
  label: 'Affaires financières',
  longLabel: 'Direction des affaires financières',
  help: 'Commandes, factures, missions, recettes.',
  managers: [
    { login: 'vfauche', privileges: serviceAdmin },
    { login: 'clacote', privileges: usual },
  ],
  categories: [
    leaf('orders', 'DAF - Commandes', 'Commandes et fournisseurs', 'Nouveau fournisseur, bon de commande, marché.'),
    leaf('invoices', 'DAF - Factures', 'Factures et paiements', 'Facture en attente, relance d’un fournisseur.'),
    group(
      'trips',
      'DAF - Missions',
      'Missions et déplacements',
      'Ordre de mission, billets, remboursement. Restez ici en cas de doute.',
      [
        leaf(
          'mission-order',
          'DAF - Ordre de mission',
          'Ordre de mission et billets',
          'Avant le départ : au moins dix jours ouvrés.',
        ),
        leaf(
          'refund',
          'DAF - Remboursement',
          'Remboursement de frais',
          'Après le retour : états de frais et justificatifs.',
        ),
      ],
      { acceptsTickets: true },
    ),
    leaf('budget', 'DAF - Budget', 'Budget et recettes', 'Virement de crédits, convention, titre de recette.'),
  ],
};

const research: ServiceData = {
  key: 'research',
  icon: 'eyedropper',
  label: 'Recherche',
  longLabel: 'Direction de la recherche',
  help: 'Contrats, doctorat, données, science ouverte.',
  filter: 'tous',
  managers: [
    { login: 'evaillancourt', privileges: serviceAdmin },
    { login: 'skieffer', privileges: usual },
  ],
  categories: [
    leaf('research-contracts', 'Recherche - Contrats', 'Contrats et appels à projets', 'Montage, convention, avenant.'),
    group('doctorate', 'Recherche - Doctorat', 'Doctorat', 'Inscription en thèse, formations, soutenance.', [
      leaf(
        'doctoral-enrolment',
        'Doctorat - Inscription',
        'Inscription en thèse et comité de suivi',
        'Première inscription, réinscription, césure.',
      ),
      leaf('doctoral-courses', 'Doctorat - Formations', 'Formations doctorales', 'Inscription, validation des heures.'),
      leaf(
        'defence',
        'Doctorat - Soutenance',
        'Soutenance et dépôt de la thèse',
        'Calendrier, jury, dépôt, diffusion.',
      ),
    ]),
    leaf(
      'open-science',
      'Recherche - Science ouverte',
      'Données et archive ouverte',
      'Plan de gestion de données, dépôt, ORCID.',
      { visibility: 'intranet' },
    ),
  ],
};

export const support = [humanResources, finance, research];
