import { desk, group, leaf, type ServiceData, serviceAdmin, usual } from './define.ts';

const estates: ServiceData = {
  key: 'estates',
  icon: 'buildings',
  label: 'Patrimoine et logistique',
  longLabel: 'Patrimoine, maintenance et logistique',
  help: 'Bâtiments, chauffage, clés, déménagements, véhicules.',
  filter: 'tous',
  visibility: 'intranet',
  mailbox: { address: 'astreinte-patrimoine@univ-vaucanson.example', level: 'creation' },
  spentTimeRequired: true,
  managers: [
    { login: 'rduboeuf', privileges: serviceAdmin, monitorsAny: 'creation' },
    { login: 'mbenali2', privileges: desk },
    { login: 'jlhuillier', privileges: usual },
  ],
  permanentGuests: ['echanay'],
  categories: [
    group(
      'maintenance',
      'Maintenance',
      'Maintenance des bâtiments',
      'Un dommage ou une panne dans un bâtiment. En cas de danger, appelez le PC sécurité au 18 18.',
      [
        leaf('heating', 'Chauffage', 'Chauffage et ventilation', 'Trop froid, trop chaud, bruit. Indiquez la salle.'),
        leaf('plumbing', 'Plomberie', 'Eau et sanitaires', 'Fuite, évacuation bouchée, distributeur vide.', {
          priority: 4,
        }),
        leaf('electricity', 'Électricité', 'Électricité et éclairage', 'Néon, prise, disjoncteur.'),
        leaf(
          'doors',
          'Portes et vitrages',
          'Portes, serrures et vitrages',
          'Porte qui ferme mal, serrure, vitre fêlée.',
        ),
        leaf('lifts', 'Ascenseurs', 'Ascenseurs et accessibilité', 'Panne d’ascenseur, rampe, porte automatique.', {
          priority: 5,
        }),
      ],
      { acceptsTickets: true },
    ),
    leaf('access', 'Clés et badges', 'Clés, badges et accès', 'Badge refusé, clé perdue, accès hors horaires.', {
      visibility: 'private',
      members: ['jlhuillier', 'rduboeuf'],
    }),
    leaf(
      'moves',
      'Déménagement',
      'Déménagement et mobilier',
      'Transport de mobilier, évacuation, installation d’une salle.',
      {
        message: 'Lieu de départ :\n\nLieu d’arrivée :\n\nMobilier concerné :\n\nDate souhaitée :',
      },
    ),
    leaf(
      'vehicles',
      'Véhicules',
      'Réservation d’un véhicule',
      'Deux jours ouvrés à l’avance, permis de conduire à joindre.',
    ),
    leaf('cleaning', 'Propreté', 'Propreté et déchets', 'Nettoyage, tri, bacs pleins.'),
  ],
};

const studentLife: ServiceData = {
  key: 'life',
  icon: 'calendar-event',
  label: 'Vie étudiante',
  longLabel: 'Vie étudiante et campus',
  help: 'Associations, aides, handicap, sport, culture.',
  filter: 'tous',
  managers: [
    { login: 'mrouviere', privileges: serviceAdmin },
    { login: 'iouedraogo', privileges: usual },
  ],
  categories: [
    leaf(
      'grants',
      'Aides sociales',
      'Aides et assistante sociale',
      'Aide d’urgence, épicerie solidaire, prêt d’ordinateur.',
      { visibility: 'private' },
    ),
    group('disability', 'Handicap', 'Situation de handicap', 'Accueil, aménagements, accompagnement.', [
      leaf(
        'arrangements',
        'Aménagements d’études',
        'Aménagements d’études et d’examens',
        'Tiers-temps, prise de notes, matériel. Échanges lus par la seule mission handicap.',
        {
          confidential: true,
          visibility: 'private',
          members: ['iouedraogo'],
        },
      ),
      leaf(
        'accessibility',
        'Accessibilité',
        'Accessibilité des lieux et des cours',
        'Un lieu, un document ou un site difficile d’accès.',
      ),
    ]),
    leaf('clubs', 'Associations', 'Associations et initiatives', 'Créer une association, subvention, prêt de salle.'),
    leaf('sport', 'Sport', 'Sport universitaire', 'Inscription, certificat, bonus sport.'),
  ],
};

const listening: ServiceData = {
  key: 'listening',
  icon: 'heart-pulse',
  label: 'Écoute et signalement',
  longLabel: 'Écoute et signalement',
  help: 'Parler d’une situation difficile ou la signaler. Votre nom et celui de vos interlocuteurs ne sont montrés qu’aux personnes de la cellule.',
  filter: 'tous',
  anonymous: true,
  visibility: 'private',
  managers: [
    { login: 'camselem', privileges: serviceAdmin },
    { login: 'jnpasquier', privileges: usual },
  ],
  categories: [
    leaf('talk', 'Écoute', 'Être écouté ou conseillé', 'Un premier échange, sans engagement.'),
    leaf(
      'report',
      'Signalement',
      'Signaler des faits',
      'Harcèlement, discrimination, violences. En cas de danger, appelez le 17 ou le 112.',
      { priority: 5, confidential: true, members: ['camselem', 'jnpasquier'] },
    ),
    leaf('witness', 'Témoin', 'Je suis témoin d’une situation', 'Vous vous inquiétez pour quelqu’un.', { priority: 4 }),
  ],
};

const reprography: ServiceData = {
  key: 'reprography',
  icon: 'printer',
  label: 'Reprographie',
  longLabel: 'Reprographie centrale (fermée)',
  help: 'Service fermé : adressez-vous au secrétariat de votre composante.',
  filter: 'tous',
  disabled: true,
  managers: [{ login: 'mbenali2', privileges: desk }],
  categories: [
    leaf('posters', 'Repro - Affiches', 'Affiches et grands formats', 'Du A2 au A0.'),
    leaf('booklets', 'Repro - Brochures', 'Brochures et reliures', 'Mémoires, actes de colloques.'),
  ],
};

export const campus = [estates, studentLife, listening, reprography];
