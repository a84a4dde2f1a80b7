import { randomUUID } from 'node:crypto';
import type { Db } from '../../src/db/connection.ts';
import { selectPerson } from '../../src/people/person.ts';
import type { TicketAction } from '../../src/tickets/actions/define.ts';
import { type Actor, type Situation, situationOf } from '../../src/tickets/situation.ts';
import type { Status } from '../../src/tickets/ticket.ts';
import { mayOpen } from '../../src/tickets/visibility.ts';
import { aCampus } from './campus.ts';
import { aPerson } from './rows.ts';

/** Somebody of every standing, and tickets in every state, each with a text and a file of everyone's. */
export async function aCast(db: Db) {
  const campus = await aCampus(db);
  const chef = await aPerson(db, { login: 'chef', name: 'Chef Installation', admin: true });
  const { lea, marc, nadia, paul, rose, gil, zoe } = campus;
  return { ...campus, people: { lea, marc, nadia, paul, rose, gil, zoe, chef } };
}

export type Cast = Awaited<ReturnType<typeof aCast>>;

/** A ticket of Léa in this status, handled by Marc unless it is free, to which Gil is invited, with what one may act upon. */
export async function aFullTicket(db: Db, { ticketOfLea, marc, gil }: Cast, status: Status, facts = {}) {
  const ticket = await ticketOfLea({
    status,
    handlerId: status === 'free' ? null : marc.id,
    ...(['free', 'in-progress', 'incomplete', 'postponed'].includes(status) ? {} : { closedAt: new Date() }),
    ...facts,
  });
  await db('ticketGuests').insert({ ticketId: ticket.id, personId: gil.id });
  const entry = await db('ticketEvents').where({ ticketId: ticket.id }).first('id', 'actorId');
  const [file] = await db('attachments')
    .insert({
      id: randomUUID(),
      ticketId: ticket.id,
      eventId: entry.id,
      uploaderId: entry.actorId,
      name: 'pièce.txt',
      size: 3,
      type: 'application/octet-stream',
      checksum: 'abc',
    })
    .returning('id');
  return { id: ticket.id, entry: String(entry.id), file: file.id as string };
}

export type FullTicket = Awaited<ReturnType<typeof aFullTicket>>;

/** The entry or the file that an action concerns, as an address names it. */
export const concernedBy = (action: TicketAction, ticket: FullTicket) =>
  action.concerns === undefined ? undefined : ticket[action.concerns];

export const actorOf = async (db: Db, { id }: { id: number }): Promise<Actor> => selectPerson(db, id);

/** The situation of this person; null when the ticket is not for him. */
export async function situationFor(db: Db, person: { id: number }, ticket: FullTicket): Promise<Situation | null> {
  const situation = await situationOf(db, ticket.id, await actorOf(db, person), new Date());
  return situation === null || !mayOpen(situation.ticket, situation.standing) ? null : situation;
}

const watched = [
  'tickets',
  'ticket_events',
  'ticket_guests',
  'ticket_links',
  'ticket_watches',
  'bookmarks',
  'former_texts',
  'attachments',
  'people',
  'service_managers',
  'services',
  'categories',
  'emails',
  'graphile_worker.jobs',
];

/** A digest of every table that an action could write: two are equal when nothing was written between them. */
export async function everything(db: Db): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of watched) {
    const { rows } = await db.raw(
      `select concat(count(*), ' ', md5(string_agg(x::text, '|' order by x::text))) as digest from ${table} x`,
    );
    digests[table] = rows[0].digest;
  }
  return digests;
}
