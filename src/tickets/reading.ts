import { type Db, rows } from '../db/connection.ts';
import type { Situation } from './situation.ts';

/** Reading a page again writes nothing: the history of what was consulted is right to this many milliseconds. */
const sameVisit = 60_000;

const justOpened = ({ ticket, now }: Situation) =>
  ticket.openedAt !== null && now.getTime() - ticket.openedAt.getTime() < sameVisit;

/** Whether there is something to write: that this person opened the ticket, and saw it as it is now. */
export const isToMark = (situation: Situation) =>
  situation.standing.personId !== null && !(situation.ticket.seen && justOpened(situation));

/** Remembers it. What happened since the page was read stays unread. */
export const markSql = `
  insert into ticket_views (person_id, ticket_id, seen_at, opened_at)
  select :person, t.id, t.last_action_at, :now from tickets t where t.id = :ticket and t.version = :version
  on conflict (person_id, ticket_id) do update
    set seen_at = greatest(ticket_views.seen_at, excluded.seen_at), opened_at = excluded.opened_at`;

export const markBindings = ({ ticket, standing, now }: Situation) => ({
  person: standing.personId,
  ticket: ticket.id,
  version: ticket.version,
  now,
});

export async function markRead(db: Db, situation: Situation): Promise<void> {
  if (isToMark(situation)) await rows(db, markSql, markBindings(situation));
}

/** As read, without having been opened: it does not come into the history of what was consulted. */
export async function markSeen(db: Db, { ticket, standing }: Situation): Promise<void> {
  await rows(
    db,
    `insert into ticket_views (person_id, ticket_id, seen_at)
     select :person, t.id, t.last_action_at from tickets t where t.id = :ticket and t.version = :version
     on conflict (person_id, ticket_id) do update set seen_at = greatest(ticket_views.seen_at, excluded.seen_at)`,
    { person: standing.personId, ticket: ticket.id, version: ticket.version },
  );
}

/** It stays in the history of what was consulted. */
export async function markUnread(db: Db, { ticket, standing }: Situation): Promise<void> {
  await db('ticketViews').where({ ticketId: ticket.id, personId: standing.personId }).update({ seenAt: '-infinity' });
}
