import type { Request, Response } from 'express';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { interruptedBody } from '../../people/interrupted.ts';
import { signedIn } from '../../people/signed-in.ts';
import { NotFound } from '../../web/errors.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { received, receiveFiles, refuseTooMany, uploadFault } from '../../web/uploads.ts';
import { keepInDraft } from '../attachments.ts';
import type { TicketDeps } from '../opened.ts';
import { actOnEach, type Deed } from './act.ts';
import { type Chosen, chosenIn, mostAtOnce } from './chosen.ts';
import { bulkDraft, carryOver } from './draft.ts';
import { forgetDraft } from './files.ts';
import { listAddress } from './list-address.ts';
import { markEach } from './mark-each.ts';
import { type Asked, bulkModel, reportModel } from './models.ts';
import { faultsOf } from './one-form.ts';
import { isAtOnce, operationNamed } from './operations.ts';
import { bulkPage, bulkReportPage } from './pages.ts';
import { weigh } from './weigh.ts';

const sentForm = z.object({ batch: z.uuid(), again: z.undefined().optional() });
const wanted = z.object({ action: z.string(), back: z.string().max(2000).catch('') });
/** A form names its draft by its batch, an address by itself. */
const named = z.object({ batch: z.uuid().optional().catch(undefined), draft: z.uuid().optional().catch(undefined) });

export interface Order extends Asked {
  chosen: readonly Chosen[];
  /** Of the form, and of its draft. */
  batch: string;
}

/** The operation that a form or an address names, on which tickets. */
export function orderIn(res: Response, sent: unknown): Order {
  const { action: name, back } = wanted.safeParse(sent).data ?? { action: '', back: '' };
  const { batch, draft } = named.safeParse(sent).data ?? {};
  const operation = operationNamed(name);
  if (operation === undefined) throw new NotFound();
  const t = translatorOf(res);
  return { name, operation, back, t, chosen: chosenIn(sent), batch: batch ?? draft ?? newId() };
}

/** Why nothing can be begun with this choice; null when it can. */
function choiceFault({ chosen, t }: Order): string | null {
  if (chosen.length === 0) return t('Cochez d’abord des tickets dans la liste.');
  if (chosen.length <= mostAtOnce) return null;
  const [most, given] = [mostAtOnce, chosen.length];
  return t('{{most}} tickets au plus à la fois : vous en avez choisi {{given}}. Rien n’a été fait.', { most, given });
}

function backToList(req: Request, res: Response, { back }: Order, tone: 'ok' | 'warn', texts: readonly string[]) {
  for (const text of texts) flash(req, { tone, text });
  res.redirect(303, listAddress(back));
}

/** The address of the form says all of it: opened again, it shows what was typed there. */
export const confirmAddress = ({ name, back, chosen, batch }: Order) =>
  `/tickets/bulk?${new URLSearchParams({ action: name, tickets: chosen.map(({ id }) => id).join('-'), back, draft: batch })}`;

const worldOf = ({ db, now }: TicketDeps, res: Response) => ({
  db,
  person: signedIn(res),
  now: now(),
  t: translatorOf(res),
});

interface Returned {
  body?: unknown;
  errors?: Record<string, string>;
}

/** The form, with what came back or what its draft has. */
export async function confirm(deps: TicketDeps, req: Request, res: Response, order: Order, returned: Returned = {}) {
  const fault = choiceFault(order);
  if (fault !== null) return backToList(req, res, order, 'warn', [fault]);
  const world = worldOf(deps, res);
  const { batch, operation, chosen } = order;
  const draft = await bulkDraft(deps.db, { draftId: batch, personId: world.person.id });
  const weighed = await weigh(world, operation, chosen);
  const model = await bulkModel({ ...world, fileLimits: deps.files }, order, weighed, { ...returned, batch, draft });
  bulkPage(res, model, returned.errors === undefined ? 200 : 422);
}

export async function keepFiles({ db, files, now }: TicketDeps, req: Request, res: Response, { batch }: Order) {
  const place = { draftId: batch, personId: signedIn(res).id };
  if (!(await keepInDraft(db, files, { ...place, uploads: received(req), now: now() }))) refuseTooMany(res);
}

/** What became of the form: kept for the tickets that are left, else it has served. */
async function putAway(deps: TicketDeps, res: Response, order: Order, deeds: readonly Deed[], body: unknown) {
  const { operation, batch, chosen } = order;
  const place = { draftId: batch, personId: signedIn(res).id };
  const left = chosen.filter(({ id }) => deeds.some((deed) => deed.again && deed.id === id));
  if (left.length === 0) {
    await forgetDraft(deps.db, deps.files.dir, place);
    return null;
  }
  const next = await carryOver(deps.db, place, { operation, chosen: left, body, now: deps.now() });
  return confirmAddress({ ...order, chosen: left, batch: next });
}

async function act(deps: TicketDeps, req: Request, res: Response, order: Order) {
  const { operation, chosen, batch, t } = order;
  if ('mark' in operation) throw new NotFound();
  const { body } = req;
  const fault = uploadFault(res);
  if (fault !== undefined) return confirm(deps, req, res, order, { body, errors: { files: fault } });
  const world = worldOf(deps, res);
  const weighed = await weigh(world, operation, chosen);
  const writer = world.person.displayName;
  const errors = await faultsOf(deps.db, operation.action, weighed.possible, { body, writer, t });
  if (Object.keys(errors).length > 0) return confirm(deps, req, res, order, { body, errors });
  const acting = { ...world, filesDir: deps.files.dir, action: operation.action, body, batch };
  const deeds = await actOnEach(acting, chosen, weighed.known);
  const again = await putAway(deps, res, order, deeds, body);
  const warnings = [...new Set(deeds.flatMap((deed) => deed.warnings))];
  for (const text of warnings.slice(0, 5)) flash(req, { tone: 'warn', text });
  if (deeds.some(({ reason }) => reason !== null)) return bulkReportPage(res, reportModel(order, deeds, again));
  backToList(req, res, order, 'ok', [t(operation.done, { count: deeds.length })]);
}

async function receive(deps: TicketDeps, req: Request, res: Response) {
  const order = orderIn(res, req.body);
  const fault = choiceFault(order);
  if (fault !== null) return backToList(req, res, order, 'warn', [fault]);
  if (isAtOnce(order.operation)) {
    const { done, left } = await markEach(worldOf(deps, res), order.operation, order.chosen);
    if (done > 0) flash(req, { tone: 'ok', text: order.t(order.operation.done, { count: done }) });
    return backToList(req, res, order, 'warn', left);
  }
  await keepFiles(deps, req, res, order);
  if (sentForm.safeParse(req.body).success) return act(deps, req, res, order);
  if ('again' in req.body) return confirm(deps, req, res, order, { body: req.body });
  res.redirect(303, confirmAddress(order));
}

/** The form that an address names, or the one that a session which had expired interrupted. */
export const showForm = (deps: TicketDeps) => (req: Request, res: Response) => {
  const body = interruptedBody(req, res);
  return confirm(deps, req, res, orderIn(res, body ?? req.query), body === undefined ? {} : { body });
};

/** Several tickets of a list at once: what will be done is shown and confirmed first, then told ticket by ticket. */
export function bulkRoutes(deps: TicketDeps) {
  const router = routes('signed-in');
  router.get('/tickets/bulk', showForm(deps));
  router.post('/tickets/bulk', receiveFiles(deps.files.incoming, deps.files), (req, res) => receive(deps, req, res));
  return router;
}
