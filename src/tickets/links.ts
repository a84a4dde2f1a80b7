import { type Db, rows } from '../db/connection.ts';
import { selectPerson } from '../people/person.ts';
import type { Actor } from './situation.ts';
import type { Status } from './ticket.ts';
import { type Reader, readerBindings, visibleSql } from './visibility.ts';

export interface LinkedTicket {
  id: number;
  subject: string;
  status: Status;
}

export const isLinkedSql = `
  exists (select 1 from ticket_links l where l.ticket_id = t.id or l.linked_ticket_id = t.id)`;

const linksSql = `
  select t.id, t.subject, t.status from tickets t
  where t.id in (select linked_ticket_id from ticket_links where ticket_id = :ticket
                 union select ticket_id from ticket_links where linked_ticket_id = :ticket)
    and ${visibleSql}
  order by t.id`;

/** Who does not come from a request is known by little more than his number. */
const asReader = async (db: Db, actor: NonNullable<Actor>): Promise<Reader | null> => {
  if ('concealed' in actor) return actor;
  const person = await selectPerson(db, actor.id);
  return person && { ...person, ...actor };
};

/** The tickets linked to this one that `actor` may open; a statement apart, since few tickets have any. */
export async function linksOf(db: Db, ticketId: number, actor: Actor): Promise<LinkedTicket[]> {
  const reader = actor && (await asReader(db, actor));
  if (reader === null) return [];
  return rows<LinkedTicket>(db, linksSql, { ...readerBindings(reader), ticket: ticketId });
}
