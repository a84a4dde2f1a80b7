import { type Db, rows } from '../db/connection.ts';
import type { Situation } from './situation.ts';

/** Remembers that this person saw the ticket as it is now; writes nothing when that is known already. */
export async function markRead(db: Db, { ticket, standing }: Situation): Promise<void> {
  if (ticket.seen || standing.personId === null) return;
  // what happened since the page was read stays unread
  await rows(
    db,
    `insert into ticket_views (person_id, ticket_id, seen_at)
     select :person, t.id, t.last_action_at from tickets t where t.id = :ticket and t.version = :version
     on conflict (person_id, ticket_id) do update set seen_at = excluded.seen_at where ticket_views.seen_at < excluded.seen_at`,
    { person: standing.personId, ticket: ticket.id, version: ticket.version },
  );
}

export async function markUnread(db: Db, { ticket, standing }: Situation): Promise<void> {
  await db('ticketViews').where({ ticketId: ticket.id, personId: standing.personId }).delete();
}
