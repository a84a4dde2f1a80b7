import type { Transaction } from '../db/connection.ts';
import type { Outcome, TicketAction } from './actions/define.ts';
import type { Situation } from './situation.ts';

const changeable = [
  'subject',
  'status',
  'serviceId',
  'categoryId',
  'ownerId',
  'handlerId',
  'origin',
  'priority',
  'visibility',
  'effectiveVisibility',
  'anonymous',
  'closedAt',
  'recallAt',
  'archivedAt',
  'spentMinutes',
  'machine',
  'firstReactionAt',
] as const;

type Changeable = Pick<Situation['ticket'], (typeof changeable)[number]>;

/** Each field of the ticket that differs: [before, after]. */
export type Changes = Partial<Record<keyof Changeable, readonly [unknown, unknown]>>;

const plain = (value: unknown) => (value instanceof Date ? value.toISOString() : value);

export const changesBetween = (before: Partial<Changeable>, after: Partial<Changeable>): Changes =>
  Object.fromEntries(
    changeable
      .filter((name) => plain(after[name]) !== plain(before[name]))
      .map((name) => [name, [before[name] ?? null, after[name]]]),
  );

interface Author {
  ticket: { id: number };
  /** Null is the application. */
  standing: { personId: number | null };
  now: Date;
}

/** History is written with the change, by the same transaction. Answers the id of the entry. */
export async function record(
  trx: Transaction,
  step: Pick<TicketAction, 'name'>,
  outcome: Outcome,
  { ticket, standing, now }: Author,
  { batch, changes = {} }: { batch: string; changes?: Changes },
): Promise<number> {
  const [event] = await trx('ticketEvents')
    .insert({
      ticketId: ticket.id,
      batch,
      action: step.name,
      actorId: standing.personId,
      at: now,
      audience: outcome.audience ?? 'managers-owner-guests',
      messageHtml: outcome.message?.html ?? null,
      messageText: outcome.message?.text ?? null,
      details: JSON.stringify(outcome.details ?? {}),
      changes: JSON.stringify(changes),
      quiet: outcome.quiet ?? false,
    })
    .returning('id');
  return event.id;
}

/** The people and the links that an act adds to the ticket or takes from it. */
export async function recordAround(trx: Transaction, outcome: Outcome, situation: Situation): Promise<void> {
  const { id: ticketId } = situation.ticket;
  const { newGuests = [], formerGuests = [], newLinks = [], formerLinks = [] } = outcome;
  for (const personId of newGuests) {
    await trx('ticketGuests').insert({ ticketId, personId, addedAt: situation.now }).onConflict().ignore();
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
  trx: Transaction,
  { watched, bookmarked }: Outcome,
  { ticket, standing, now }: Situation,
): Promise<void> {
  const key = { ticketId: ticket.id, personId: standing.personId };
  const put = async (table: 'ticketWatches' | 'bookmarks', wanted: boolean | undefined) => {
    if (wanted === true)
      await trx(table)
        .insert({ ...key, createdAt: now })
        .onConflict()
        .ignore();
    if (wanted === false) await trx(table).where(key).delete();
  };
  await put('ticketWatches', watched);
  await put('bookmarks', bookmarked);
}

/** The row of the ticket, with its version raised by the number of entries. */
export const save = (trx: Transaction, before: Situation, after: Situation, entries: number) =>
  trx('tickets')
    .where({ id: before.ticket.id })
    .update({
      ...Object.fromEntries(
        Object.entries(changesBetween(before.ticket, after.ticket)).map(([name, [, value]]) => [name, value]),
      ),
      version: before.ticket.version + entries,
      lastActionAt: before.now,
    });
