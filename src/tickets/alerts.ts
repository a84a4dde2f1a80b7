import type { Db } from '../db/connection.ts';
import type { Translate } from '../web/words.ts';

/** A mail about an operation on a ticket, and what became of it. */
export interface Alert {
  batch: string;
  /** A person, or the address of an additional mailbox. */
  to: string;
  state: 'sent' | 'waiting' | 'failed' | 'dropped';
  /** By itself, with others that came too fast, or with the other tickets of the operation. */
  way: 'alone' | 'digest' | 'together';
}

/** Given by whoever assembles the portal: the mails are not known here. */
export type AlertsOf = (db: Db, ticketId: number) => Promise<Alert[]>;

const stateWords: Record<Alert['state'], string> = {
  sent: 'envoyée',
  waiting: 'en attente',
  failed: 'en échec',
  dropped: 'sans objet',
};

const wayWords: Record<Alert['way'], string | null> = {
  alone: null,
  digest: 'dans un récapitulatif',
  together: 'en un courriel pour plusieurs tickets',
};

/** « Léa Martin (envoyée) », « permanence@univ.fr (en attente, dans un récapitulatif) » */
export const alertWords = ({ to, state, way }: Alert, t: Translate): string =>
  `${to} (${[stateWords[state], wayWords[way]].flatMap((words) => (words === null ? [] : t(words))).join(', ')})`;
