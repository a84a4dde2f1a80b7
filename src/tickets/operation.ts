import { rows, type Transaction } from '../db/connection.ts';
import { keepsManaging } from '../services/managers.ts';
import { ExpectedError } from '../web/errors.ts';
import { assignAutomatically } from './actions/assign-automatically.ts';
import { after, type Outcome, type TicketAction, type Warning } from './actions/define.ts';
import { automaticAssignment } from './assignment.ts';
import type { ActionRequest } from './perform.ts';
import { changesBetween, type Entry, entryOf, mark, recordAround } from './record.ts';
import { narrow, rewrite } from './rewriting.ts';
import type { Situation } from './situation.ts';
import { isOpen } from './ticket.ts';
import { announcedSql, type Sent, write } from './write.ts';

const asApplication = (situation: Situation): Situation => ({
  ...situation,
  standing: { ...situation.standing, personId: null, kind: 'application', handles: false },
});

/** Somebody of the service did something of it: the handler acted, or it changed hands or place. */
const reacts = ({ ticket, standing }: Situation, { ticket: changed = {} }: Outcome) =>
  ticket.firstReactionAt === null &&
  standing.personId !== null &&
  (standing.handles || 'handlerId' in changed || 'categoryId' in changed);

/** One operation under way: the situation it has reached, the entries it is to leave. */
interface Operation {
  trx: Transaction;
  batch: string;
  situation: Situation;
  entries: Entry[];
  /** Somebody was invited, or is not any more. */
  guestsChanged: boolean;
}

export const begun = (trx: Transaction, batch: string, situation: Situation): Operation => ({
  trx,
  batch,
  situation,
  entries: [],
  guestsChanged: false,
});

/** One act: its entry, what it changes, then what comes with it. Answers the place of its entry among those of the operation. */
export async function enact(operation: Operation, action: TicketAction, decided: Outcome, by?: 'application') {
  const { trx, situation } = operation;
  const author = by === 'application' ? asApplication(situation) : situation;
  const outcome = reacts(author, decided)
    ? { ...decided, ticket: { ...decided.ticket, firstReactionAt: situation.now } }
    : decided;
  const next = after(situation, outcome);
  const changes = changesBetween(situation.ticket, next.ticket);
  const place = operation.entries.push(entryOf(action, outcome, { actor: author.standing.personId, changes })) - 1;
  await recordAround(trx, outcome, situation);
  await rewrite(trx, outcome, situation);
  operation.situation = next;
  operation.guestsChanged ||= (outcome.newGuests ?? outcome.formerGuests) !== undefined;
  for (const follows of outcome.followedBy ?? []) await enact(operation, follows.action, follows.outcome, follows.by);
  return place;
}

/** What only who acts will see: nothing of the ticket changes. */
async function onlyMarked(trx: Transaction, outcome: Outcome, situation: Situation): Promise<Applied> {
  await mark(trx, outcome, situation);
  return { warnings: outcome.warnings ?? [], situation: null };
}

/** The situation that was reached; null where it is to be read again. */
interface Applied {
  warnings: readonly Warning[];
  situation: Situation | null;
}

/** Applies each step of an action, the last with what was typed, and tells the worker about the whole. */
export async function apply(
  trx: Transaction,
  action: TicketAction,
  input: object,
  start: Situation,
  {
    batch,
    draft = batch,
    random = Math.random,
    tell = announce,
  }: Pick<ActionRequest, 'batch' | 'draft' | 'random' | 'tell'>,
): Promise<Applied> {
  if (action.personal) return onlyMarked(trx, action.decide(start, {}), start);
  const operation = begun(trx, batch, start);
  const steps = action.steps ?? [action];
  let at = 0;
  let outcome: Outcome = {};
  for (const step of steps) {
    outcome = step.decide(operation.situation, step === steps.at(-1) ? input : {});
    at = await enact(operation, step, outcome);
  }
  await assignOnArrival(operation, start, random);
  await holdHandler(operation, start);
  const audience = outcome.audience ?? 'managers-owner-guests';
  const form = { draft, action: action.name, target: String(start.target?.id ?? ''), at, audience };
  const announces = tell === announce;
  await writeOperation(operation, start, { form, announces });
  if (!announces) await tell(trx, start.ticket.id, batch);
  await narrow(trx, start, operation.situation);
  return {
    warnings: outcome.warnings ?? [],
    situation: readersMayDiffer(operation, start) ? null : operation.situation,
  };
}

/** The entries, the ticket and the rest, in one statement, with the version raised by the number of entries. */
export function writeOperation(
  { trx, batch, situation, entries }: Operation,
  start: Situation,
  { form, announces = false }: { form?: Omit<Sent, 'person'>; announces?: boolean } = {},
): Promise<void> {
  const changes = Object.entries(changesBetween(start.ticket, situation.ticket));
  const { personId } = start.standing;
  return write(trx, {
    ticket: start.ticket.id,
    service: situation.ticket.serviceId,
    batch,
    now: start.now,
    entries,
    version: start.ticket.version + entries.length,
    changed: Object.fromEntries(changes.map(([name, [, value]]) => [name, value])),
    sent: form === undefined || personId === null ? null : { ...form, person: personId },
    announces,
  });
}

/** What decides who may open a ticket is not what it was: whether who acted still may is to be read again. */
const readersMayDiffer = ({ situation, guestsChanged }: Operation, start: Situation) =>
  guestsChanged ||
  (['serviceId', 'categoryId', 'ownerId', 'effectiveVisibility'] as const).some(
    (name) => situation.ticket[name] !== start.ticket[name],
  );

/** Who becomes the handler of an open ticket manages its service until that is written. */
export async function holdHandler({ trx, situation: { ticket } }: Operation, start: Situation): Promise<void> {
  const { handlerId, serviceId } = ticket;
  if (handlerId === null || handlerId === start.ticket.handlerId || !isOpen(ticket)) return;
  if (!(await keepsManaging(trx, serviceId, handlerId)))
    throw new ExpectedError(
      409,
      'Action impossible',
      'Cette personne ne gère plus le service : choisissez-en une autre.',
    );
}

/** A ticket that comes into a category with nobody in charge is assigned as the category says. */
async function assignOnArrival(operation: Operation, start: Situation, random: () => number): Promise<void> {
  const { ticket } = operation.situation;
  if (ticket.categoryId === start.ticket.categoryId || ticket.handlerId !== null || !isOpen(ticket)) return;
  const assigned = await automaticAssignment(operation.trx, ticket, random);
  if (assigned !== null) await enact(operation, assignAutomatically, assigned, 'application');
}

/** One job per operation, in its transaction: the worker finds who is to be told. */
export const announce = (trx: Transaction, ticketId: number, batch: string): Promise<unknown> =>
  rows(trx, `select (${announcedSql('cast(:ticketId as bigint)')}).id`, { ticketId, batch });
