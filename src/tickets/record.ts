import { type Db, rows, type Transaction } from '../db/connection.ts';
import type { Details, Outcome, TicketAction } from './actions/define.ts';
import type { Situation } from './situation.ts';
import type { Audience } from './visibility.ts';

/** What an act may change of a ticket, and where it is kept. */
export const columnOf = {
  subject: 'subject',
  status: 'status',
  serviceId: 'service_id',
  categoryId: 'category_id',
  ownerId: 'owner_id',
  handlerId: 'handler_id',
  origin: 'origin',
  priority: 'priority',
  visibility: 'visibility',
  effectiveVisibility: 'effective_visibility',
  anonymous: 'anonymous',
  closedAt: 'closed_at',
  recallAt: 'recall_at',
  archivedAt: 'archived_at',
  spentMinutes: 'spent_minutes',
  machine: 'machine',
  firstReactionAt: 'first_reaction_at',
} as const satisfies Partial<Record<keyof Situation['ticket'], string>>;

const changeable = Object.keys(columnOf) as (keyof typeof columnOf)[];

export type Changeable = Pick<Situation['ticket'], keyof typeof columnOf>;

/** Each field of the ticket that differs: [before, after]. */
export type Changes = Partial<Record<keyof Changeable, readonly [unknown, unknown]>>;

const plain = (value: unknown) => (value instanceof Date ? value.toISOString() : value);

export const changesBetween = (before: Partial<Changeable>, after: Partial<Changeable>): Changes =>
  Object.fromEntries(
    changeable
      .filter((name) => plain(after[name]) !== plain(before[name]))
      .map((name) => [name, [before[name] ?? null, after[name]]]),
  );

/** An entry of the history, as it is written with the change. */
export interface Entry {
  action: string;
  /** Null is the application. */
  actor: number | null;
  audience: Audience;
  html: string | null;
  text: string | null;
  details: Details;
  changes: Changes;
  quiet: boolean;
}

export const entryOf = (
  { name }: Pick<TicketAction, 'name'>,
  { message, audience, details, quiet }: Outcome,
  { actor, changes = {} }: { actor: number | null; changes?: Changes },
): Entry => ({
  action: name,
  actor,
  audience: audience ?? 'managers-owner-guests',
  html: message?.html ?? null,
  text: message?.text ?? null,
  details: details ?? {},
  changes,
  quiet: quiet ?? false,
});

/** The people and the links that an act adds to the ticket or takes from it. */
export async function recordAround(trx: Transaction, outcome: Outcome, situation: Situation): Promise<void> {
  const { id: ticketId } = situation.ticket;
  const { newGuests = [], formerGuests = [], newLinks = [], formerLinks = [] } = outcome;
  if (newGuests.length > 0) {
    const bindings = { ticketId, newGuests, now: situation.now };
    await rows(
      trx,
      `insert into ticket_guests (ticket_id, person_id, added_at)
       select cast(:ticketId as bigint), guest, cast(:now as timestamptz)
       from unnest(cast(:newGuests as integer[])) guest on conflict do nothing`,
      bindings,
    );
  }
  if (formerGuests.length > 0) {
    await trx('ticketGuests').where({ ticketId }).whereIn('personId', formerGuests).delete();
  }
  await mark(trx, outcome, situation);
  for (const linkedTicketId of newLinks) {
    await trx('ticketLinks').insert({ ticketId, linkedTicketId }).onConflict().ignore();
  }
  for (const other of formerLinks) {
    await trx('ticketLinks').where({ ticketId, linkedTicketId: other }).delete();
    await trx('ticketLinks').where({ ticketId: other, linkedTicketId: ticketId }).delete();
  }
}

/** Whether who acts follows the ticket by mail, and has bookmarked it. */
export async function mark(
  db: Db,
  { watched, bookmarked }: Outcome,
  { ticket, standing, now }: Situation,
): Promise<void> {
  const key = { ticketId: ticket.id, personId: standing.personId };
  const put = async (table: 'ticketWatches' | 'bookmarks', wanted: boolean | undefined) => {
    if (wanted === true)
      await db(table)
        .insert({ ...key, createdAt: now })
        .onConflict()
        .ignore();
    if (wanted === false) await db(table).where(key).delete();
  };
  await put('ticketWatches', watched);
  await put('bookmarks', bookmarked);
}
