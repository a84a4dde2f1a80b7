import type { Db } from '../db/connection.ts';
import type { PersonFacts } from './situation.ts';

/** A mail about an operation on a ticket, and what became of it. */
export interface Alert {
  batch: string;
  person: PersonFacts;
  state: 'sent' | 'waiting' | 'failed' | 'dropped';
}

/** Given by whoever assembles the portal: the mails are not known here. */
export type AlertsOf = (db: Db, ticketId: number) => Promise<Alert[]>;

export const alertWords: Record<Alert['state'], string> = {
  sent: 'envoyée',
  waiting: 'en attente',
  failed: 'en échec',
  dropped: 'sans objet',
};
