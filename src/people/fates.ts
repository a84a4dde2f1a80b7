import type { Reference } from './accounts/references.ts';

/** What becomes of the rows that refer to somebody. */
export interface Fate {
  /** When an outsider proves to be somebody of the institution: they follow him, or stay with the account left behind. */
  merged: 'move' | 'stay';
  /** When a person is anonymised: the figure remains, of nobody known, or the row goes. */
  anonymised: 'kept' | 'deleted';
  /** In the words of the page where an administrator anonymises somebody. */
  label: string;
}

const kept = { merged: 'move', anonymised: 'kept' } as const;
const deleted = { merged: 'move', anonymised: 'deleted' } as const;
const staysKept = { merged: 'stay', anonymised: 'kept' } as const;
const staysDeleted = { merged: 'stay', anonymised: 'deleted' } as const;

/** Every column that refers to people, by its table. A new one has its line here: a test asks for it. */
export const fates: Readonly<Record<string, Fate>> = {
  'anonymisations.actor_id': { ...kept, label: 'Personnes anonymisées' },
  'anonymisations.person_id': { ...staysKept, label: 'Anonymisations' },
  'attachments.uploader_id': { ...kept, label: 'Fichiers déposés' },
  'bookmarks.person_id': { ...deleted, label: 'Signets' },
  'canned_responses.person_id': { ...deleted, label: 'Réponses enregistrées' },
  'category_members.person_id': { ...deleted, label: 'Catégories dont elle est membre' },
  'data_exports.person_id': { ...deleted, label: 'Archives de ses données' },
  'default_views.person_id': { ...deleted, label: 'Listes ouvertes par défaut' },
  'drafts.person_id': { ...deleted, label: 'Brouillons' },
  'emails.person_id': { ...kept, label: 'Courriels reçus' },
  'former_texts.editor_id': { ...kept, label: 'Messages modifiés' },
  'mail_hours.person_id': { ...staysDeleted, label: 'Courriels reçus dans l’heure' },
  'passwords.person_id': { ...staysDeleted, label: 'Mot de passe' },
  'people.merged_into': { ...staysKept, label: 'Comptes externes rejoints' },
  'permanent_guests.person_id': { ...deleted, label: 'Services dont elle est invitée permanente' },
  'person_merges.from_id': { ...staysKept, label: 'Comptes rejoints' },
  'person_merges.into_id': { ...staysKept, label: 'Comptes rejoints' },
  'person_searches.person_id': { ...deleted, label: 'Recherches de personnes' },
  'saved_views.person_id': { ...deleted, label: 'Vues enregistrées' },
  'service_managers.person_id': { ...deleted, label: 'Services gérés' },
  'setting_changes.actor_id': { ...kept, label: 'Réglages changés' },
  'setting_changes.person_id': { ...kept, label: 'Changements de ses privilèges' },
  'ticket_events.actor_id': { ...kept, label: 'Lignes d’historique' },
  'ticket_guests.person_id': { ...deleted, label: 'Invitations' },
  'ticket_views.person_id': { ...deleted, label: 'Marques de lecture et historique' },
  'ticket_watches.person_id': { ...deleted, label: 'Tickets suivis' },
  'tickets.creator_id': { ...kept, label: 'Tickets créés' },
  'tickets.handler_id': { ...kept, label: 'Tickets gérés' },
  'tickets.owner_id': { ...kept, label: 'Tickets dont elle est propriétaire' },
  'visibility_versions.author_id': { ...kept, label: 'Règles de visibilité écrites' },
};

/** One that nobody has thought about is kept: nothing is lost, and a row that names nobody tells nothing. */
export const fateOf = ({ table, column }: Pick<Reference, 'table' | 'column'>): Fate =>
  fates[`${table}.${column}`] ?? { ...kept, label: 'Autres' };
