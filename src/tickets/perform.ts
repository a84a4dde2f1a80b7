import { v7 as newId } from 'uuid';
import type { Db, Transaction } from '../db/connection.ts';
import type { IdentifiedPeople } from '../people/identify.ts';
import type { Errors } from '../web/fields.ts';
import type { Translate } from '../web/words.ts';
import type { Consequence, TicketAction, Warning } from './actions/define.ts';
import { actionNamed, offeredActions } from './actions/index.ts';
import { draftFiles } from './attachments.ts';
import { earlierSending, saysNothingNew } from './earlier-sending.ts';
import { apply, begun, enact, recordOperation } from './operation.ts';
import { readForm } from './read-form.ts';
import { type Actor, type Situation, situationOf } from './situation.ts';
import { withTarget } from './target.ts';
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

/**
 * The only way to change a ticket. Nothing is locked while it is read, and what is decided is written only if nobody has
 * changed it since, nor the same form done it before; else all is asked again, the right and the version included.
 */
export async function performAction(db: Db, request: ActionRequest): Promise<ActionResult> {
  const first = await attempt(db, request, async () => []);
  // what is refused may have been done already, by the same form
  if (first?.kind === 'done') return first;
  for (;;) {
    const result = await attempt(db, request, earlierSending);
    // each time, somebody else has acted: it does not last
    if (result !== null) return result;
  }
}

async function attempt(
  db: Db,
  request: ActionRequest,
  sentBefore: typeof earlierSending,
): Promise<ActionResult | null> {
  const found = await situationOf(db, request.ticketId, request.actor, request.now);
  if (found === null || !mayOpen(found.ticket, found.standing)) return { kind: 'not-found' };
  const situation = await withTarget(db, found, actionNamed(request.action), request.on);

  const earlier = await sentBefore(db, request);
  const action = offeredActions(situation).find(({ name }) => name === request.action);
  if (earlier.length > 0 && saysNothingNew(request.body, earlier, situation))
    return repeated(request.action, situation);
  if (action === undefined) return { kind: 'not-offered', situation };
  if (request.version !== null && request.version !== situation.ticket.version)
    return { kind: 'stale', action, situation };

  const form = await readForm(db, action, situation, request);
  if (!form.ok) return { kind: 'invalid', action, situation, errors: form.errors };
  if (action.needsFile && !(await hasFiles(db, request)))
    return { kind: 'invalid', action, situation, errors: { files: 'Choisissez au moins un fichier.' } };
  const operation =
    earlier.length === 0 ? request : { ...request, batch: newId(), draft: request.draft ?? request.batch };
  const applied = await apply(db, action, form.input, situation, operation);
  if (applied === null) return null;
  const { warnings, situation: reached } = applied;
  // who acts may have given away his own right to see the ticket
  const afterwards = reached ?? (await situationOf(db, request.ticketId, request.actor, request.now)) ?? situation;
  return { kind: 'done', action, situation: afterwards, warnings, settles: settled(situation, afterwards) };
}

/** The ticket awaited something of its managers, and does not any more. */
const settled = ({ ticket: before }: Situation, { ticket: now }: Situation) =>
  before.status !== now.status && !['free', 'in-progress'].includes(now.status);

const hasFiles = async (db: Db, { batch, draft = batch, actor }: ActionRequest) =>
  actor !== null && (await draftFiles(db, draft, actor.id)).length > 0;

const repeated = (name: string, situation: Situation): ActionResult => {
  const action = actionNamed(name);
  return action === undefined
    ? { kind: 'not-offered', situation }
    : { kind: 'done', action, situation, warnings: [], settles: false };
};

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
  const operation = begun(batch, start);
  const { action, outcome, by } = await decide(start);
  enact(operation, action, outcome, by);
  await recordOperation(trx, operation);
}
