import { randomUUID } from 'node:crypto';
import type { Db, Transaction } from '../db/connection.ts';
import type { IdentifiedPeople } from '../people/identify.ts';
import { keepsManaging } from '../services/managers.ts';
import { ExpectedError } from '../web/errors.ts';
import type { Errors } from '../web/fields.ts';
import type { Translate } from '../web/words.ts';
import { assignAutomatically } from './actions/assign-automatically.ts';
import { after, type Consequence, type Outcome, type TicketAction, type Warning } from './actions/define.ts';
import { actionNamed, offeredActions } from './actions/index.ts';
import { automaticAssignment } from './assignment.ts';
import { attachDraft, draftFiles } from './attachments.ts';
import { earlierSending, saysNothingNew } from './earlier-sending.ts';
import { readForm } from './read-form.ts';
import { changesBetween, mark, record, recordAround, save } from './record.ts';
import { narrow, rewrite } from './rewriting.ts';
import { type Actor, type Situation, situationOf } from './situation.ts';
import { withTarget } from './target.ts';
import { isOpen } from './ticket.ts';
import { mayOpen } from './visibility.ts';

export interface ActionRequest {
  ticketId: number;
  action: string;
  actor: Actor;
  body: unknown;
  /** The version of the ticket that the form showed; null for the acts of the application. */
  version: number | null;
  /** The operation: the form carries it, so that sending it twice acts once. */
  batch: string;
  /** Where its files wait, when not in the draft of that name. */
  draft?: string;
  now: Date;
  /** What the action concerns besides the ticket, as its address names it. */
  on?: unknown;
  t: Translate;
  /** The chance of automatic assignments. */
  random?: () => number;
  /** Whom the identifiers of the form stand for; the application names nobody. */
  identified?: IdentifiedPeople;
  /** Of the institution: the day until which a ticket is postponed begins there. Who gives a day must say it. */
  timeZone?: string;
  /** In place of {@link announce}, where who is to be told of this ticket depends on other ones. */
  tell?: (trx: Transaction, ticketId: number, batch: string) => Promise<unknown>;
}

export type ActionResult =
  | { kind: 'done'; action: TicketAction; situation: Situation; warnings: readonly Warning[]; settles: boolean }
  | { kind: 'invalid'; action: TicketAction; situation: Situation; errors: Errors }
  | { kind: 'stale'; action: TicketAction; situation: Situation }
  | { kind: 'not-offered'; situation: Situation }
  | { kind: 'not-found' };

/** The only way to change a ticket: one transaction, the ticket locked first, right and version asked again. */
export const performAction = (db: Db, request: ActionRequest): Promise<ActionResult> =>
  db.transaction((trx) => performLocked(trx, request));

async function performLocked(trx: Transaction, request: ActionRequest): Promise<ActionResult> {
  const found = await situationOf(trx, request.ticketId, request.actor, request.now, { lock: true });
  if (found === null || !mayOpen(found.ticket, found.standing)) return { kind: 'not-found' };
  const situation = await withTarget(trx, found, actionNamed(request.action), request.on);

  const earlier = await earlierSending(trx, request);
  const action = offeredActions(situation).find(({ name }) => name === request.action);
  if (earlier.length > 0 && saysNothingNew(request.body, earlier, situation))
    return repeated(request.action, situation);
  if (action === undefined) return { kind: 'not-offered', situation };
  if (request.version !== null && request.version !== situation.ticket.version)
    return { kind: 'stale', action, situation };

  const form = await readForm(trx, action, situation, request);
  if (!form.ok) return { kind: 'invalid', action, situation, errors: form.errors };
  if (action.needsFile && !(await hasFiles(trx, request)))
    return { kind: 'invalid', action, situation, errors: { files: 'Choisissez au moins un fichier.' } };
  const operation =
    earlier.length === 0 ? request : { ...request, batch: randomUUID(), draft: request.draft ?? request.batch };
  const { warnings = [] } = await apply(trx, action, form.input, situation, operation);
  // who acts may have given away his own right to see the ticket
  const afterwards = await situationOf(trx, request.ticketId, request.actor, request.now);
  const settles = settled(situation, afterwards ?? situation);
  return { kind: 'done', action, situation: afterwards ?? situation, warnings, settles };
}

/** The ticket awaited something of its managers, and does not any more. */
const settled = ({ ticket: before }: Situation, { ticket: now }: Situation) =>
  before.status !== now.status && !['free', 'in-progress'].includes(now.status);

const hasFiles = async (trx: Transaction, { batch, draft = batch, actor }: ActionRequest) =>
  actor !== null && (await draftFiles(trx, draft, actor.id)).length > 0;

const repeated = (name: string, situation: Situation): ActionResult => {
  const action = actionNamed(name);
  return action === undefined
    ? { kind: 'not-offered', situation }
    : { kind: 'done', action, situation, warnings: [], settles: false };
};

const asApplication = (situation: Situation): Situation => ({
  ...situation,
  standing: { ...situation.standing, personId: null, kind: 'application', handles: false },
});

/** Somebody of the service did something of it: the handler acted, or it changed hands or place. */
const reacts = ({ ticket, standing }: Situation, { ticket: changed = {} }: Outcome) =>
  ticket.firstReactionAt === null &&
  standing.personId !== null &&
  (standing.handles || 'handlerId' in changed || 'categoryId' in changed);

/** One operation under way: the situation it has reached, and how many entries it left. */
interface Operation {
  trx: Transaction;
  batch: string;
  situation: Situation;
  entries: number;
}

/** One act: its entry, what it changes, then what comes with it. Answers the id of its entry. */
async function enact(operation: Operation, action: TicketAction, decided: Outcome, by?: 'application') {
  const { trx, batch, situation } = operation;
  const author = by === 'application' ? asApplication(situation) : situation;
  const outcome = reacts(author, decided)
    ? { ...decided, ticket: { ...decided.ticket, firstReactionAt: situation.now } }
    : decided;
  const next = after(situation, outcome);
  const changes = changesBetween(situation.ticket, next.ticket);
  const eventId = await record(trx, action, outcome, author, { batch, changes });
  await recordAround(trx, outcome, situation);
  await rewrite(trx, outcome, situation);
  operation.situation = next;
  operation.entries += 1;
  for (const follows of outcome.followedBy ?? []) await enact(operation, follows.action, follows.outcome, follows.by);
  return eventId;
}

/** What only who acts will see: nothing of the ticket changes. */
async function onlyMarked(trx: Transaction, outcome: Outcome, situation: Situation): Promise<Outcome> {
  await mark(trx, outcome, situation);
  return outcome;
}

/** Applies each step of an action, the last with what was typed, and tells the worker about the whole. */
async function apply(
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
): Promise<Outcome> {
  if (action.personal) return onlyMarked(trx, action.decide(start, {}), start);
  const operation: Operation = { trx, batch, situation: start, entries: 0 };
  const steps = action.steps ?? [action];
  let eventId = 0;
  let outcome: Outcome = {};
  for (const step of steps) {
    outcome = step.decide(operation.situation, step === steps.at(-1) ? input : {});
    eventId = await enact(operation, step, outcome);
  }
  await assignOnArrival(operation, start, random);
  if (start.standing.personId !== null) {
    await attachDraft(trx, {
      draftId: draft,
      personId: start.standing.personId,
      ticketId: start.ticket.id,
      eventId,
      audience: outcome.audience ?? 'managers-owner-guests',
      action: action.name,
      target: String(start.target?.id ?? ''),
    });
  }
  await narrow(trx, start, operation.situation);
  await holdHandler(operation, start);
  await save(trx, start, operation.situation, operation.entries);
  await tell(trx, start.ticket.id, batch);
  return outcome;
}

/** Who becomes the handler of an open ticket manages its service until that is written. */
async function holdHandler({ trx, situation: { ticket } }: Operation, start: Situation): Promise<void> {
  const { handlerId, serviceId } = ticket;
  if (handlerId === null || handlerId === start.ticket.handlerId || !isOpen(ticket)) return;
  if (!(await keepsManaging(trx, serviceId, handlerId)))
    throw new ExpectedError(
      409,
      'Action impossible',
      'Cette personne ne gère plus le service : choisissez-en une autre.',
    );
}

/**
 * An act that no menu offers, decided by the administration of a service on one of its tickets, whatever its author may
 * read of it. Telling who is concerned is left to the caller, who knows of the other tickets.
 */
export async function carryOut(
  trx: Transaction,
  { ticketId, actor, batch, now }: Pick<ActionRequest, 'ticketId' | 'actor' | 'batch' | 'now'>,
  decide: (situation: Situation) => Promise<Consequence>,
): Promise<void> {
  const start = await situationOf(trx, ticketId, actor, now, { lock: true });
  if (start === null) throw new Error(`There is no ticket ${ticketId}`);
  const operation: Operation = { trx, batch, situation: start, entries: 0 };
  const { action, outcome, by } = await decide(start);
  await enact(operation, action, outcome, by);
  await holdHandler(operation, start);
  await save(trx, start, operation.situation, operation.entries);
}

/** A ticket that comes into a category with nobody in charge is assigned as the category says. */
async function assignOnArrival(operation: Operation, start: Situation, random: () => number): Promise<void> {
  const { ticket } = operation.situation;
  if (ticket.categoryId === start.ticket.categoryId || ticket.handlerId !== null || !isOpen(ticket)) return;
  const assigned = await automaticAssignment(operation.trx, ticket, random);
  if (assigned !== null) await enact(operation, assignAutomatically, assigned, 'application');
}

/** One job per operation, in its transaction: the worker finds who is to be told. */
export const announce = (trx: Transaction, ticketId: number, batch: string) =>
  trx.raw("select graphile_worker.add_job('announce', payload := :payload::json, max_attempts := 25)", {
    payload: JSON.stringify({ ticketId, batch }),
  });
