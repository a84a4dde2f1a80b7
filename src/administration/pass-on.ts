import { rows, type Transaction } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import { mayHandleSql } from '../services/handling.ts';
import type { Consequence } from '../tickets/actions/define.ts';
import { reassign, takeAway } from '../tickets/actions/reassign.ts';
import { released } from '../tickets/actions/release.ts';
import { automaticAssignment } from '../tickets/assignment.ts';
import { carryOut } from '../tickets/perform.ts';
import type { Situation } from '../tickets/situation.ts';

/** What becomes of the open tickets of somebody. Given to who may not handle one (a confidential category), it is released, or left. */
export type Fate =
  | { kind: 'automatic' }
  | { kind: 'release' }
  | { kind: 'give'; to: number; otherwise: 'release' | 'keep' };

export interface Passing {
  serviceId: number;
  from: number;
  /** Null: all of them. */
  tickets: readonly number[] | null;
  fate: Fate;
  actor: Person;
  batch: string;
  now: Date;
  random?: () => number;
}

// all locked at once, in order: nothing else is waited for while some are held and others not
const lockSql = `
  select t.id, coalesce(${mayHandleSql('t.category_id', 'cast(:to as integer)')}, false) as able
  from tickets t
  where t.service_id = :serviceId and t.handler_id = :from and t.archived_at is null
    and t.status in ('in-progress', 'incomplete', 'postponed')
    and (cast(:tickets as bigint[]) is null or t.id = any (cast(:tickets as bigint[])))
  order by t.id for update of t`;

async function decided(
  trx: Transaction,
  { ticket }: Situation,
  { fate, from, random = Math.random }: Passing,
  able: boolean,
): Promise<Consequence> {
  const was = { person: from };
  if (fate.kind === 'give' && able)
    return {
      action: reassign,
      outcome: { ticket: { handlerId: fate.to }, details: { to: { person: fate.to }, from: was } },
    };
  const assigned = fate.kind === 'automatic' ? await automaticAssignment(trx, ticket, random, from) : null;
  if (assigned !== null)
    return { action: reassign, outcome: { ...assigned, details: { ...assigned.details, from: was } } };
  return { action: takeAway, outcome: { ticket: released(ticket), details: { from: was } } };
}

/** Passes on the open tickets of one manager of a service, one entry in the history of each. Answers those that were. */
export async function passOn(trx: Transaction, passing: Passing): Promise<number[]> {
  const { serviceId, from, tickets, fate, actor, batch, now } = passing;
  const to = fate.kind === 'give' ? fate.to : null;
  const found = await rows<{ id: number; able: boolean }>(trx, lockSql, { serviceId, from, tickets, to });
  const passed = found.filter(({ able }) => able || !(fate.kind === 'give' && fate.otherwise === 'keep'));
  for (const { id, able } of passed) {
    const request = { ticketId: id, actor, batch, now };
    await carryOut(trx, request, (situation) => decided(trx, situation, passing, able));
  }
  return passed.map(({ id }) => id);
}
