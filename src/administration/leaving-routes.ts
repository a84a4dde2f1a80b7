import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { interruptedBody } from '../people/interrupted.ts';
import { signedIn } from '../people/signed-in.ts';
import { administered } from '../services/administered.ts';
import { isLastOverManagers, managerOf } from '../services/managers.ts';
import { type Errors, type RenderedField, renderFields } from '../web/fields.ts';
import { flash } from '../web/flash.ts';
import { page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { type HandoverSummary, handOver, handoverFields } from './handover.ts';
import { type HeldTicket, type Holdings, holdingsOf, successors } from './holdings.ts';
import { lastOneFields } from './manager-fields.ts';
import { managerIdOf } from './manager-routes.ts';
import { removalFields, removeManager } from './removal.ts';
import { type ServicePage, serviceIdOf, servicePage } from './service-tabs.ts';

interface LeavingDeps {
  db: Db;
  now: () => Date;
}

interface LeavingPage extends ServicePage {
  manager: { personId: number; name: string; leftAt: Date | null };
  holdings: Holdings;
  fields: readonly RenderedField[];
  /** What he has in charge is no longer what the page showed. */
  changed: boolean;
}

interface HandoverPage extends LeavingPage {
  tickets: readonly (HeldTicket & { chosen: boolean })[];
  summary: HandoverSummary | null;
}

const removalPage = page<LeavingPage & { lastOne: boolean }>('services/remove-manager');
const handoverPage = page<HandoverPage>('services/handover');

interface Shown {
  body?: unknown;
  errors?: Errors;
  changed?: boolean;
}

/** What both pages show, to who may manage the managers. */
async function leaving({ db }: LeavingDeps, req: Request, res: Response, { errors = {}, changed = false }: Shown) {
  const [person, id, t] = [signedIn(res), serviceIdOf(req), translatorOf(res)];
  await administered(db, person, id, 'manage-managers');
  const manager = await managerOf(db, id, managerIdOf(req));
  const frame = await servicePage(db, t, { person, id, tab: '' });
  const among = await successors(db, id, manager.personId);
  const choices = { successors: among.map((one) => ({ ...one, group: t(one.group ?? '') })) };
  const holdings = await holdingsOf(db, id, manager.personId, person);
  const faults = Object.entries(errors).map(([field, message]) => ({ field, message }));
  return { frame: { ...frame, errors: faults }, manager, choices, holdings, changed };
}

const statusOf = ({ errors, changed }: Shown) => (changed ? 409 : errors === undefined ? 200 : 422);

async function showRemoval(deps: LeavingDeps, req: Request, res: Response, shown: Shown = {}) {
  const { frame, choices, ...rest } = await leaving(deps, req, res, shown);
  const lastOne = await isLastOverManagers(deps.db, rest.manager);
  const { body, errors = {} } = shown;
  const fields = { ...removalFields, ...(lastOne ? lastOneFields : {}) };
  const title = translatorOf(res)('Supprimer le gestionnaire {{name}}', { name: rest.manager.name });
  const drawn = renderFields(fields, { ...(body === undefined ? {} : { body }), choices, errors });
  removalPage(res, { ...frame, ...rest, title, lastOne, fields: drawn }, statusOf(shown));
}

const seenIn = (body: unknown) => z.object({ seen: z.string().max(50).catch('') }).parse(body ?? {}).seen;

async function remove(deps: LeavingDeps, req: Request, res: Response) {
  const [person, id, t] = [signedIn(res), serviceIdOf(req), translatorOf(res)];
  const asked = { person, id, managerId: managerIdOf(req), seen: seenIn(req.body), body: req.body, now: deps.now() };
  const result = await removeManager(deps.db, asked);
  if (result.kind === 'invalid') return showRemoval(deps, req, res, { body: req.body, errors: result.errors });
  if (result.kind === 'stale') return showRemoval(deps, req, res, { body: req.body, changed: true });
  flash(req, { tone: 'ok', text: t('{{name}} n’est plus gestionnaire du service.', { name: result.name }) });
  if (result.warning) flash(req, { tone: 'warn', text: t(result.warning.text, result.warning.values) });
  const stays = person.isAdmin || asked.managerId !== person.id;
  res.redirect(303, stays ? `/services/${id}` : '/');
}

const ids = z.coerce.number().int().positive();

/** The tickets ticked: one, several or none. */
const chosenIn = (body: unknown): number[] => {
  const { chosen } = (body ?? {}) as { chosen?: unknown };
  return [chosen ?? []].flat().flatMap((one) => ids.safeParse(one).data ?? []);
};

async function showHandover(
  deps: LeavingDeps,
  req: Request,
  res: Response,
  shown: Shown & { summary?: HandoverSummary } = {},
) {
  const { frame, choices, ...rest } = await leaving(deps, req, res, shown);
  const { body, errors = {}, summary = null } = shown;
  const chosen = chosenIn(body);
  handoverPage(
    res,
    {
      ...frame,
      ...rest,
      title: translatorOf(res)('Passer la main : {{name}}', { name: rest.manager.name }),
      fields: renderFields(handoverFields, { ...(body === undefined ? {} : { body }), choices, errors }),
      tickets: rest.holdings.tickets.map((held) => ({ ...held, chosen: chosen.includes(held.id) })),
      summary,
    },
    statusOf(shown),
  );
}

async function handover(deps: LeavingDeps, req: Request, res: Response) {
  const { body } = req;
  const [id, t] = [serviceIdOf(req), translatorOf(res)];
  const confirms = body?.intent === 'confirm' ? seenIn(body) : null;
  const asked = { person: signedIn(res), id, managerId: managerIdOf(req), confirms };
  const result = await handOver(deps.db, { ...asked, body, chosen: chosenIn(body), now: deps.now() });
  if (result.kind === 'invalid') return showHandover(deps, req, res, { body, errors: result.errors });
  if (result.kind === 'summary')
    return showHandover(deps, req, res, { body, summary: result.summary, changed: result.changed });
  const names = { from: result.name, to: result.summary.to };
  flash(req, { tone: 'ok', text: t('La main est passée : {{from}} → {{to}}.', names) });
  if (result.warning) flash(req, { tone: 'warn', text: t(result.warning.text, result.warning.values) });
  res.redirect(303, `/services/${id}`);
}

/** A manager who leaves a service, or who is away. */
export function leavingRoutes(deps: LeavingDeps) {
  const router = routes('staff');
  const kept = (req: Request, res: Response) => {
    const body = interruptedBody(req, res);
    return body === undefined ? {} : { body };
  };
  router.get('/services/:id/managers/:person/remove', (req, res) => showRemoval(deps, req, res, kept(req, res)));
  router.post('/services/:id/managers/:person/remove', (req, res) => remove(deps, req, res));
  router.get('/services/:id/managers/:person/handover', (req, res) => showHandover(deps, req, res, kept(req, res)));
  router.post('/services/:id/managers/:person/handover', (req, res) => handover(deps, req, res));
  return router;
}
