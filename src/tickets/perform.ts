import type { Db, Transaction } from '../db/connection.ts';
import { type Errors, parseFields } from '../web/fields.ts';
import type { Translate } from '../web/words.ts';
import { after, type Outcome, type TicketAction } from './actions/define.ts';
import { actionNamed, offeredActions } from './actions/index.ts';
import { attachDraft, draftFiles } from './attachments.ts';
import { choicesFor } from './choices.ts';
import { lookUp } from './lookups.ts';
import { narrow, rewrite } from './rewriting.ts';
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
  now: Date;
  /** What the action concerns besides the ticket, as its address names it. */
  on?: unknown;
  t: Translate;
}

export type ActionResult =
  | { kind: 'done'; action: TicketAction; situation: Situation }
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

  const already = await trx('ticketEvents')
    .where({ batch: request.batch, ticketId: request.ticketId, actorId: request.actor?.id ?? null })
    .first('action');
  const action = offeredActions(situation).find(({ name }) => name === request.action);
  if (already !== undefined) return repeated(request.action, situation);
  if (action === undefined) return { kind: 'not-offered', situation };
  if (request.version !== null && request.version !== situation.ticket.version)
    return { kind: 'stale', action, situation };

  const parsed = parseFields(action.fields, request.body, await choicesFor(trx, action.fields, situation, request.t));
  if (!parsed.ok) return { kind: 'invalid', action, situation, errors: parsed.errors };
  const input = await lookUp(trx, action.fields, parsed.input, situation);
  if (!input.ok) return { kind: 'invalid', action, situation, errors: input.errors };
  if (action.needsFile && !(await hasFiles(trx, request)))
    return { kind: 'invalid', action, situation, errors: { files: 'Choisissez au moins un fichier.' } };
  await apply(trx, action, input.input, situation, request.batch);
  // who acts may have given away his own right to see the ticket
  const afterwards = await situationOf(trx, request.ticketId, request.actor, request.now);
  return { kind: 'done', action, situation: afterwards ?? situation };
}

const hasFiles = async (trx: Transaction, { batch, actor }: ActionRequest) =>
  actor !== null && (await draftFiles(trx, batch, actor.id)).length > 0;

const repeated = (name: string, situation: Situation): ActionResult => {
  const action = actionNamed(name);
  return action === undefined ? { kind: 'not-offered', situation } : { kind: 'done', action, situation };
};

/** Applies each step of an action, the last with what was typed, and tells the worker about the whole. */
async function apply(
  trx: Transaction,
  action: TicketAction,
  input: object,
  start: Situation,
  batch: string,
): Promise<void> {
  if (action.personal) return mark(trx, action.decide(start, {}), start);
  const steps = action.steps ?? [action];
  let situation = start;
  let eventId = 0;
  let outcome: Outcome = {};
  for (const step of steps) {
    outcome = step.decide(situation, step === steps.at(-1) ? input : {});
    eventId = await record(trx, step, outcome, situation, batch);
    await changeGuests(trx, outcome, situation);
    await rewrite(trx, outcome, situation);
    situation = after(situation, outcome);
  }
  if (situation.standing.personId !== null) {
    await attachDraft(trx, {
      draftId: batch,
      personId: situation.standing.personId,
      ticketId: situation.ticket.id,
      eventId,
      audience: outcome.audience ?? 'managers-owner-guests',
    });
  }
  await narrow(trx, start, situation);
  await save(trx, start, { ...situation.ticket, version: start.ticket.version + steps.length }, start.now);
  await announce(trx, situation.ticket.id, batch);
}

/** What only who acts will see: nothing of the ticket changes. */
async function mark(trx: Transaction, { watched, bookmarked }: Outcome, { ticket, standing, now }: Situation) {
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

async function changeGuests(
  trx: Transaction,
  { newGuests = [], formerGuests = [] }: Outcome,
  { ticket, now }: Situation,
) {
  for (const personId of newGuests) {
    await trx('ticketGuests').insert({ ticketId: ticket.id, personId, addedAt: now }).onConflict().ignore();
  }
  if (formerGuests.length > 0) {
    await trx('ticketGuests')
      .where({ ticketId: ticket.id })
      .whereIn('personId', [...formerGuests])
      .delete();
  }
}

/** History is written with the change, by the same transaction. Answers the id of the entry. */
export async function record(
  trx: Transaction,
  step: Pick<TicketAction, 'name'>,
  outcome: Outcome,
  { ticket, standing, now }: { ticket: { id: number }; standing: { personId: number | null }; now: Date },
  batch: string,
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
    })
    .returning('id');
  return event.id;
}

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
] as const;

async function save(trx: Transaction, before: Situation, ticket: Situation['ticket'], now: Date): Promise<void> {
  const changed = changeable.filter((name) => ticket[name] !== before.ticket[name]);
  await trx('tickets')
    .where({ id: ticket.id })
    .update({
      ...Object.fromEntries(changed.map((name) => [name, ticket[name]])),
      version: ticket.version,
      lastActionAt: now,
    });
}

/** One job per operation, in its transaction: the worker finds who is to be told. */
export const announce = (trx: Transaction, ticketId: number, batch: string) =>
  trx.raw("select graphile_worker.add_job('announce', payload := :payload::json, max_attempts := 25)", {
    payload: JSON.stringify({ ticketId, batch }),
  });
