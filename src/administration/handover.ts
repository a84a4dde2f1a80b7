import { createHash } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { Db, Transaction } from '../db/connection.ts';
import { announceTogether } from '../mail/announce-together.ts';
import type { Person } from '../people/person.ts';
import { administered } from '../services/administered.ts';
import type { Warned } from '../services/manager-changes.ts';
import { availabilityWarning, type ManagerRow, managerOf, unattended } from '../services/managers.ts';
import { checkbox, choice, type Errors, type InputOf, parseFields } from '../web/fields.ts';
import { giveMemberships, giveWatches, logHandover, makeUnavailable } from './handing-over.ts';
import { type Holdings, holdingsOf, successors } from './holdings.ts';
import { passOn } from './pass-on.ts';

export const handoverFields = {
  to: choice('Passer la main à', 'successors'),
  tickets: choice(
    'Ses tickets ouverts',
    [
      { value: 'all', label: 'Tous, reportés compris' },
      { value: 'chosen', label: 'Ceux que je coche' },
      { value: 'none', label: 'Aucun' },
    ],
    { widget: 'radios', initial: 'all' },
  ),
  memberships: choice(
    'Ses catégories',
    [
      { value: 'replace', label: 'Donner sa place' },
      { value: 'add', label: 'Ajouter à ses côtés' },
      { value: 'keep', label: 'Ne rien changer' },
    ],
    { widget: 'radios', initial: 'add' },
  ),
  watches: checkbox('Donner aussi les tickets qu’il suit par courriel', { initial: true }),
  unavailable: checkbox('Le marquer indisponible', { initial: true }),
};
type Wishes = InputOf<typeof handoverFields>;

/** What a handover does, as far as who asks may know. */
export interface HandoverSummary {
  to: string;
  given: readonly number[];
  /** Of confidential categories of which the other is no member. */
  left: readonly number[];
  postponed: number;
  memberships: readonly string[];
  watches: number;
  unavailable: boolean;
  maybeMore: boolean;
  /** What is confirmed: the choices, and all that they were made of. */
  print: string;
}

export interface HandoverRequest {
  person: Person;
  id: number;
  managerId: number;
  body: unknown;
  /** The tickets ticked, when they are chosen one by one. */
  chosen: readonly number[];
  /** The print of the summary that is confirmed; null to ask for the summary. */
  confirms: string | null;
  now: Date;
}

export type HandoverResult =
  | { kind: 'summary'; summary: HandoverSummary; changed: boolean }
  | { kind: 'invalid'; errors: Errors }
  | { kind: 'done'; name: string; summary: HandoverSummary; warning: Warned | null };

/** Nothing of a summary stays: it is what the handover would do, done and undone. */
class Undone extends Error {
  readonly result: HandoverResult;

  constructor(result: HandoverResult) {
    super('Only a summary');
    this.result = result;
  }
}

/** Gives what one manager has in charge to another, while he is away or because he has left; or only tells what it would do. */
export const handOver = (db: Db, request: HandoverRequest): Promise<HandoverResult> =>
  db
    .transaction((trx) => handOverLocked(trx, request))
    .catch((error: unknown) => {
      if (error instanceof Undone) return error.result;
      throw error;
    });

async function handOverLocked(trx: Transaction, request: HandoverRequest): Promise<HandoverResult> {
  const { person, id, managerId, body, confirms } = request;
  await administered(trx, person, id, 'manage-managers', { lock: true });
  const manager = await managerOf(trx, id, managerId);
  const choices = { successors: await successors(trx, id, managerId) };
  const parsed = parseFields(handoverFields, body, choices);
  if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
  const holdings = await holdingsOf(trx, id, managerId, person);
  const wishes = parsed.input;
  const tickets = request.chosen.filter((one) => holdings.tickets.some((held) => held.id === one));
  if (wishes.tickets === 'chosen' && tickets.length === 0)
    return { kind: 'invalid', errors: { tickets: 'Cochez au moins un ticket, ou choisissez « Aucun ».' } };
  const lacking = await unattended(trx, id);
  const name = choices.successors.find(({ value }) => value === wishes.to)?.label ?? '';
  const summary = { ...(await give(trx, request, manager, { wishes, tickets, holdings })), to: name };
  if (confirms !== summary.print) throw new Undone({ kind: 'summary', summary, changed: confirms !== null });
  const warning = availabilityWarning(lacking, await unattended(trx, id));
  return { kind: 'done', name: manager.name, summary, warning };
}

interface Given {
  wishes: Wishes;
  tickets: readonly number[];
  holdings: Holdings;
}

async function give(
  trx: Transaction,
  request: HandoverRequest,
  manager: ManagerRow,
  { wishes, tickets, holdings }: Given,
): Promise<Omit<HandoverSummary, 'to'>> {
  const { person, id, managerId: from, now } = request;
  const [to, batch] = [Number(wishes.to), newId()];
  const memberships = wishes.memberships === 'keep' ? [] : holdings.memberships;
  // first, so that he may handle what is confidential there
  if (wishes.memberships !== 'keep')
    await giveMemberships(trx, { id, from, to, replace: wishes.memberships === 'replace' });
  const fate = { kind: 'give', to, otherwise: 'keep' } as const;
  const wanted = wishes.tickets === 'chosen' ? tickets : null;
  const passing = { serviceId: id, from, tickets: wanted, fate, actor: person, batch, now };
  const passed = wishes.tickets === 'none' ? [] : await passOn(trx, passing);
  const watches = wishes.watches ? await giveWatches(trx, { id, from, to, now }) : 0;
  if (wishes.unavailable && manager.available) await makeUnavailable(trx, request, manager);
  await announceTogether(trx, { batch, tickets: passed });
  const asked = holdings.tickets.filter((held) => wishes.tickets === 'all' || (wanted ?? []).includes(held.id));
  const given = asked.filter(({ id: one }) => wishes.tickets !== 'none' && passed.includes(one));
  await logHandover(trx, request, manager.name, { to, tickets: passed.length > 0, memberships });
  return {
    given: given.map((held) => held.id),
    left: wishes.tickets === 'none' ? [] : asked.filter((held) => !given.includes(held)).map((held) => held.id),
    postponed: given.filter(({ status }) => status === 'postponed').length,
    memberships,
    watches: Math.min(watches, holdings.watches),
    unavailable: wishes.unavailable && manager.available,
    maybeMore: holdings.maybeMore && wishes.tickets === 'all',
    print: printOf(wishes, wanted, holdings),
  };
}

const printOf = (wishes: Wishes, tickets: readonly number[] | null, { print }: Holdings) =>
  createHash('sha256')
    .update(JSON.stringify([wishes, tickets, print]))
    .digest('base64url')
    .slice(0, 22);
