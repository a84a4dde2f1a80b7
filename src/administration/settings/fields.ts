import { z } from 'zod';
import { algorithmWords } from '../../tickets/assignment.ts';
import { priorities, priorityWords } from '../../tickets/ticket.ts';
import { visibilities, visibilityWords } from '../../tickets/visibility.ts';
import { withRule } from '../../web/field-rule.ts';
import { checkbox, choice, type Option, richText, shortText } from '../../web/fields.ts';

const inherited = (words: string, options: readonly Option[]) => [{ value: '', label: words }, ...options];

const days = (label: string, help: string) =>
  withRule(shortText(label, { help }), (text) => /^$|^\d{1,4}$/.test(text), 'Indiquez un nombre de jours, ou rien.');

const levels = [
  { value: 'never', label: 'jamais' },
  { value: 'creation', label: 'à la création' },
  { value: 'creation-or-release', label: 'à la création ou à la libération' },
  { value: 'creation-or-free', label: 'à la création et pour les tickets libres' },
  { value: 'always', label: 'toujours' },
];

const isAddress = (text: string) => text === '' || z.email().safeParse(text).success;
const isAddressPattern = (text: string) => text === '' || (/^https?:\/\/\S+$/.test(text) && text.includes('{machine}'));

const names = {
  label: shortText('Label', { required: true, max: 40, help: 'Court, unique : dans les listes et les courriels.' }),
  longLabel: shortText('Label long', { required: true, help: 'Affiché à la création d’un ticket.' }),
};

const defaults = {
  icon: choice('Icône', 'icons', { widget: 'icons', required: false }),
  defaultPriority: choice(
    'Priorité des tickets par défaut',
    inherited('par défaut (Normale)', [
      ...priorities.map((value) => ({ value: String(value), label: priorityWords[value].label })),
    ]),
    { required: false },
  ),
  defaultVisibility: choice(
    'Visibilité des tickets par défaut',
    inherited('par défaut (Privée)', [...visibilities.map((value) => ({ value, label: visibilityWords[value] }))]),
    { required: false },
  ),
  subjectTemplate: shortText('Sujet des tickets par défaut'),
  messageTemplate: richText('Message des tickets par défaut', {
    help: 'Le ticket type : ce que le demandeur trouve déjà écrit.',
  }),
  assignment: choice(
    'Assignation automatique',
    inherited(
      'par défaut (personne)',
      Object.entries(algorithmWords).map(([value, label]) => ({ value, label })),
    ),
    { required: false },
  ),
  approvalDays: days('Approbation tacite', 'Jours après la clôture ; 0 = jamais ; vide = par défaut (14).'),
  expiryDays: days('Expiration des tickets non approuvés', 'En jours ; 0 = jamais ; vide = par défaut (14).'),
};

const legacyId = withRule(
  shortText('Numéro dans l’application précédente', { help: 'Les adresses que celle-ci donnait mènent ici.' }),
  (text) => /^$|^\d{1,9}$/.test(text),
  'Indiquez un nombre, ou rien.',
);

const concealment = {
  hiddenFromExternals: checkbox('Caché aux utilisateurs authentifiés par l’application'),
  hidden: checkbox('Caché à tous les utilisateurs', {
    help: 'Ni proposé à la création d’un ticket, ni pour y en déplacer un, sauf à qui une règle de visibilité le montre.',
  }),
};

const monitoring = {
  monitoringEmail: withRule(
    shortText('Surveillance additionnelle : adresse électronique'),
    isAddress,
    'Indiquez une adresse électronique.',
  ),
  monitoringLevel: choice('Surveillance additionnelle : niveau', levels, { initial: 'never' }),
};

/** The properties of a service, each under the name of its column. */
export const serviceFields = {
  ...names,
  help: shortText('Aide', { max: 255, help: 'Affichée sous le nom du service, à la création d’un ticket.' }),
  enabled: checkbox('Activé', { help: 'Un service qui ne l’est pas n’est proposé à personne.' }),
  ...defaults,
  spentTimeRequired: checkbox('Remplissage du temps passé obligatoire'),
  anonymous: checkbox('Service anonyme'),
  ...concealment,
  confidentialAllowed: checkbox('Autoriser les catégories confidentielles'),
  ...monitoring,
  interService: shortText('Visibilité inter service', { help: 'Les services qui ont ici le même texte se lisent.' }),
  filter: shortText('Filtre', { help: 'Utilisé par les règles de visibilité des services.' }),
  inventoryUrl: withRule(
    shortText('URL d’inventaire', {
      help: 'Avec {machine} à la place du nom de la machine : les gestionnaires y sont menés depuis un ticket.',
    }),
    isAddressPattern,
    'Indiquez une adresse qui contient {machine}.',
  ),
  redirectsTo: choice('Redirection', 'services', { required: false }),
  legacyId,
};

/** The properties of a category, each under the name of its column; where it goes elsewhere is set apart. */
export const categoryFields = {
  label: { ...names.label, help: 'Court : dans les listes et les courriels.' },
  longLabel: names.longLabel,
  help: shortText('Aide', { max: 1000, help: 'Affichée sous le nom de la catégorie, à la création d’un ticket.' }),
  acceptsTickets: checkbox('Accepter des tickets', { initial: true }),
  ...concealment,
  ...defaults,
  ...monitoring,
  confidential: checkbox('Catégorie confidentielle'),
  inheritsMembers: checkbox('Hériter les membres', { initial: true }),
  inheritsMonitoring: checkbox('Hériter la surveillance additionnelle', { initial: true }),
  legacyId,
};
