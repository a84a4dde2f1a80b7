import type { Request, Response } from 'express';
import { z } from 'zod';
import { interruptedBody } from '../../people/interrupted.ts';
import { signedIn } from '../../people/signed-in.ts';
import { NotFound } from '../../web/errors.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import type { TicketDeps } from '../opened.ts';
import { actOnEach } from './act.ts';
import { type Chosen, chosenIn, mostAtOnce } from './chosen.ts';
import { listAddress } from './list-address.ts';
import { markEach } from './mark-each.ts';
import { type Asked, bulkModel, reportModel } from './models.ts';
import { faultsOf } from './one-form.ts';
import { isAtOnce, operationNamed } from './operations.ts';
import { bulkPage, bulkReportPage } from './pages.ts';
import { weigh } from './weigh.ts';

const sentForm = z.object({ batch: z.uuid(), again: z.undefined().optional() });
const wanted = z.object({ action: z.string(), back: z.string().max(2000).catch('') });

interface Order extends Asked {
  chosen: readonly Chosen[];
}

/** The operation that a form or an address names, on which tickets. */
function orderIn(res: Response, sent: unknown): Order {
  const { action: name, back } = wanted.safeParse(sent).data ?? { action: '', back: '' };
  const operation = operationNamed(name);
  if (operation === undefined) throw new NotFound();
  return { name, operation, back, t: translatorOf(res), chosen: chosenIn(sent) };
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

const confirmAddress = ({ name, back, chosen }: Order) =>
  `/tickets/bulk?${new URLSearchParams({ action: name, tickets: chosen.map(({ id }) => id).join('-'), back })}`;

const worldOf = ({ db, now }: TicketDeps, res: Response) => ({
  db,
  person: signedIn(res),
  now: now(),
  t: translatorOf(res),
});

async function confirm(deps: TicketDeps, req: Request, res: Response, sent: unknown, body?: unknown) {
  const order = orderIn(res, sent);
  const fault = choiceFault(order);
  if (fault !== null) return backToList(req, res, order, 'warn', [fault]);
  const weighed = await weigh(worldOf(deps, res), order.operation, order.chosen);
  bulkPage(res, await bulkModel(deps.db, order, weighed, { body }));
}

async function act(deps: TicketDeps, req: Request, res: Response, order: Order, batch: string) {
  const { operation, chosen, t } = order;
  if ('mark' in operation) throw new NotFound();
  const { body } = req;
  const world = worldOf(deps, res);
  const weighed = await weigh(world, operation, chosen);
  const errors = await faultsOf(deps.db, operation.action, weighed.possible, { body, t });
  if (Object.keys(errors).length > 0)
    return bulkPage(res, await bulkModel(deps.db, order, weighed, { body, errors, batch }), 422);
  const deeds = await actOnEach({ ...world, action: operation.action, body, batch }, chosen, weighed.possible);
  const warnings = [...new Set(deeds.flatMap((deed) => deed.warnings))];
  for (const text of warnings.slice(0, 5)) flash(req, { tone: 'warn', text });
  if (deeds.some(({ reason }) => reason !== null)) return bulkReportPage(res, reportModel(order, deeds, body));
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
  const form = sentForm.safeParse(req.body);
  if (form.success) return act(deps, req, res, order, form.data.batch);
  if ('again' in req.body) return confirm(deps, req, res, req.body, req.body);
  res.redirect(303, confirmAddress(order));
}

/** Several tickets of a list at once: what will be done is shown and confirmed first, then told ticket by ticket. */
export function bulkRoutes(deps: TicketDeps) {
  const router = routes('signed-in');
  router.get('/tickets/bulk', (req, res) => {
    const body = interruptedBody(req, res);
    return confirm(deps, req, res, body ?? req.query, body);
  });
  router.post('/tickets/bulk', (req, res) => receive(deps, req, res));
  return router;
}
