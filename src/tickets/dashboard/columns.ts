export const columns = [
  'id',
  'subject',
  'category',
  'owner',
  'handler',
  'status',
  'priority',
  'modified',
  'modified-day',
  'created',
  'created-day',
  'service',
  'origin',
] as const;
export type Column = (typeof columns)[number];

/** A date without its hour sorts as the date that it is of. */
export type SortKey = Exclude<Column, `${string}-day`>;
export const sortKeys = columns.filter((column): column is SortKey => !column.endsWith('-day'));

/** Words of the guides. `label` names the column in the list of columns, `head` stands above it. */
export const columnWords: Record<Column, { label: string; head: string; sort: SortKey }> = {
  id: { label: 'Numéro', head: 'Numéro', sort: 'id' },
  subject: { label: 'Sujet', head: 'Sujet', sort: 'subject' },
  category: { label: 'Catégorie', head: 'Catégorie', sort: 'category' },
  owner: { label: 'Propriétaire', head: 'Propriétaire', sort: 'owner' },
  handler: { label: 'Gestionnaire', head: 'Gestionnaire', sort: 'handler' },
  status: { label: 'État', head: 'État', sort: 'status' },
  priority: { label: 'Priorité', head: 'Priorité', sort: 'priority' },
  modified: { label: 'Modification (date et heure)', head: 'Modifié', sort: 'modified' },
  'modified-day': { label: 'Modification (date seule)', head: 'Modifié le', sort: 'modified' },
  created: { label: 'Création (date et heure)', head: 'Créé', sort: 'created' },
  'created-day': { label: 'Création (date seule)', head: 'Créé le', sort: 'created' },
  service: { label: 'Service', head: 'Service', sort: 'service' },
  origin: { label: 'Service d’origine', head: 'Origine', sort: 'origin' },
};

export const defaultColumns: readonly Column[] = [
  'id',
  'subject',
  'category',
  'owner',
  'handler',
  'status',
  'priority',
  'modified',
];
