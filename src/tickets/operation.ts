import { type Db, rows, type Transaction } from '../db/connection.ts';
import { keepsManaging } from '../services/managers.ts';
import { ExpectedError } from '../web/errors.ts';
import { assignAutomatically } from './actions/assign-automatically.ts';
import { after, type Outcome, type TicketAction, type Warning } from './actions/define.ts';
import { automaticAssignment } from './assignment.ts';
import { type Sending, sendingOf } from './earlier-sending.ts';
import type { ActionRequest } from './perform.ts';
import { changesBetween, type Entry, entryOf, mark, recordAround } from './record.ts';
import { narrow, rewrite } from './rewriting.ts';
import type { Situation } from './situation.ts';
import { isOpen } from './ticket.ts';
import { announcedSql, kept, type Sent, write } from './write.ts';

const asApplication = (situation: Situation): Situation => ({
  ...situation,
  standing: { ...situation.standing, personId: null, kind: 'application', handles: false },
});

/** Somebody of the service did something of it: the handler acted, or it changed hands or place. */
const reacts = ({ ticket, standing }: Situation, { ticket: changed = {} }: Outcome) =>
  ticket.firstReactionAt === null &&
  standing.personId !== null &&
  (standing.handles || 'handlerId' in changed || 'categoryId' in changed);

/** One operation, decided upon: the situation it reaches, the entries it is to leave. */
interface Operation {
  batch: string;
  start: Situation;
  situation: Situation;
  entries: Entry[];
  outcomes: Outcome[];
}

export const begun = (batch: string, start: Situation): Operation => ({
  batch,
  start,
  situation: start,
  entries: [],
  outcomes: [],
});

/** One act: its entry, what it changes, then what comes with it. Answers the place of its entry among those of the operation. */
export function enact(operation: Operation, action: TicketAction, decided: Outcome, by?: 'application'): number {
  const { situation } = operation;
  const author = by === 'application' ? asApplication(situation) : situation;
  const outcome = reacts(author, decided)
    ? { ...decided, ticket: { ...decided.ticket, firstReactionAt: situation.now } }
    : decided;
  const next = after(situation, outcome);
  const changes = changesBetween(situation.ticket, next.ticket);
  const place = operation.entries.push(entryOf(action, outcome, { actor: author.standing.personId, changes })) - 1;
  operation.outcomes.push(outcome);
  operation.situation = next;
  for (const follows of outcome.followedBy ?? []) enact(operation, follows.action, follows.outcome, follows.by);
  return place;
}

/** The situation that was reached; null where it is to be read again. */
interface Applied {
  warnings: readonly Warning[];
  situation: Situation | null;
}

/** Each step of an action, the last with what was typed. */
function decide(action: TicketAction, input: object, start: Situation, { batch, draft = batch }: ActionRequest) {
  const operation = begun(batch, start);
  const steps = action.steps ?? [action];
  let at = 0;
  let outcome: Outcome = {};
  for (const step of steps) {
    outcome = step.decide(operation.situation, step === steps.at(-1) ? input : {});
    at = enact(operation, step, outcome);
  }
  const audience = outcome.audience ?? 'managers-owner-guests';
  const form = { draft, action: action.name, target: String(start.target?.id ?? ''), at, audience };
  return { operation, form, warnings: outcome.warnings ?? [] };
}

/**
 * Applies an action to the situation on which it was decided, and tells the worker about the whole. Answers null, and
 * leaves nothing, when somebody has changed the ticket since, or the same form was sent before.
 */
export async function apply(
  db: Db,
  action: TicketAction,
  input: object,
  start: Situation,
  request: ActionRequest,
): Promise<Applied | null> {
  if (action.personal) return onlyMarked(db, action.decide(start, {}), start);
  const { operation, form, warnings } = decide(action, input, start, request);
  const { random = Math.random, tell = announce } = request;
  const announces = tell === announce;
  const sending = sendingOf(request);
  const done =
    announces && isAlone(operation)
      ? await writeOperation(db, operation, { form, announces, sending })
      : await db.transaction(async (trx) => {
          if (!(await kept(trx, { ...sending, ticket: start.ticket.id, asRead: start.asRead }))) return false;
          await assignOnArrival(trx, operation, random);
          await recordOperation(trx, operation, { form, announces });
          if (!announces) await tell(trx, start.ticket.id, request.batch);
          await narrow(trx, start, operation.situation);
          return true;
        });
  return done ? { warnings, situation: readersMayDiffer(operation) ? null : operation.situation } : null;
}

/** What only who acts will see: nothing of the ticket changes. */
async function onlyMarked(db: Db, outcome: Outcome, situation: Situation): Promise<Applied> {
  await mark(db, outcome, situation);
  return { warnings: outcome.warnings ?? [], situation: null };
}

const ownRow = new Set(['ticket', 'message', 'audience', 'details', 'quiet', 'followedBy', 'warnings']);

/** Nothing is looked at or written besides its entries and the row of the ticket, what surrounds which stays as it is. */
const isAlone = ({ start, situation, outcomes }: Operation) =>
  outcomes.every((outcome) => Object.keys(outcome).every((name) => ownRow.has(name))) &&
  (['categoryId', 'handlerId', 'effectiveVisibility'] as const).every(
    (name) => situation.ticket[name] === start.ticket[name],
  );

/** What goes or comes with the entries. */
interface Traces {
  form?: Omit<Sent, 'person'>;
  /** Whether the worker is told in the same statement. */
  announces?: boolean;
  sending?: Sending;
}

/** An operation on a ticket that is kept as it was read, with what surrounds it. */
export async function recordOperation(trx: Transaction, operation: Operation, traces: Traces = {}): Promise<void> {
  await holdHandler(trx, operation);
  for (const outcome of operation.outcomes) {
    await recordAround(trx, outcome, operation.start);
    await rewrite(trx, outcome, operation.start);
  }
  if (!(await writeOperation(trx, operation, traces))) throw new Error('A ticket that was kept has changed');
}

/** The entries, the ticket and the rest, in one statement, with the version raised by the number of entries. */
function writeOperation(
  db: Db,
  { batch, start, situation, entries }: Operation,
  { form, announces = false, sending }: Traces,
): Promise<boolean> {
  const changes = Object.entries(changesBetween(start.ticket, situation.ticket));
  const { personId } = start.standing;
  return write(db, {
    ticket: start.ticket.id,
    asRead: start.asRead,
    service: situation.ticket.serviceId,
    batch,
    now: start.now,
    entries,
    version: start.ticket.version + entries.length,
    changed: Object.fromEntries(changes.map(([name, [, value]]) => [name, value])),
    sent: form === undefined || personId === null ? null : { ...form, person: personId },
    announces,
    sending: sending ?? null,
  });
}

/** What decides who may open a ticket is not what it was: whether who acted still may is to be read again. */
const readersMayDiffer = ({ start, situation, outcomes }: Operation) =>
  outcomes.some(({ newGuests, formerGuests }) => (newGuests ?? formerGuests) !== undefined) ||
  (['serviceId', 'categoryId', 'ownerId', 'effectiveVisibility'] as const).some(
    (name) => situation.ticket[name] !== start.ticket[name],
  );

/** Who becomes the handler of an open ticket manages its service until that is written. */
async function holdHandler(trx: Transaction, { start, situation: { ticket } }: Operation): Promise<void> {
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
async function assignOnArrival(trx: Transaction, operation: Operation, random: () => number): Promise<void> {
  const { ticket } = operation.situation;
  if (ticket.categoryId === operation.start.ticket.categoryId || ticket.handlerId !== null || !isOpen(ticket)) return;
  const assigned = await automaticAssignment(trx, ticket, random);
  if (assigned !== null) enact(operation, assignAutomatically, assigned, 'application');
}

/** One job per operation, in its transaction: the worker finds who is to be told. */
export const announce = (trx: Transaction, ticketId: number, batch: string): Promise<unknown> =>
  rows(trx, `select (${announcedSql('cast(:ticketId as bigint)')}).id`, { ticketId, batch });
