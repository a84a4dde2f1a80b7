import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { interruptedBody } from '../people/interrupted.ts';
import { hue, initials } from '../people/names.ts';
import { signedIn } from '../people/signed-in.ts';
import { isLastOverManagers, type ManagerRow, managerOf } from '../services/managers.ts';
import type { Since } from '../services/since.ts';
import { NotFound } from '../web/errors.ts';
import { type Errors, type RenderedField, renderFields } from '../web/fields.ts';
import { flash } from '../web/flash.ts';
import { page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { lastOneFields, managerFields } from './manager-fields.ts';
import { orderManagers } from './manager-order.ts';
import { formOf, mergedManager, settable, updateManager } from './managers.ts';
import { type ManagerLine, managersOf } from './service-lists.ts';
import { type ServicePage, serviceIdOf, servicePage } from './service-tabs.ts';

interface ManagerPage extends ServicePage {
  manager: Pick<ManagerRow, 'personId' | 'name' | 'leftAt'>;
  fields: readonly RenderedField[];
  /** Those of the fields that this person may set. */
  settable: readonly string[];
  version: number;
  since: readonly Since[];
}

type Line = ManagerLine & { initials: string; hue: number; own: boolean };

const managersPage = page<ServicePage & { managers: readonly Line[] }>('services/managers');
const managerPage = page<ManagerPage>('services/manager');

const params = z.object({ person: z.coerce.number().int().positive().max(2_147_483_647) });

/** The person named by the address. */
export function managerIdOf(req: Request): number {
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw new NotFound('Cette personne n’est pas, ou n’est plus, gestionnaire de ce service.');
  return parsed.data.person;
}

async function showManagers(db: Db, req: Request, res: Response) {
  const person = signedIn(res);
  const frame = await servicePage(db, translatorOf(res), { person, id: serviceIdOf(req), tab: '' });
  const managers = await managersOf(db, frame.service.id, person);
  managersPage(res, {
    ...frame,
    managers: managers.map((manager) => ({
      ...manager,
      initials: initials(manager.name),
      hue: hue(manager.name),
      own: manager.id === person.id,
    })),
  });
}

interface Shown {
  body?: unknown;
  errors?: Errors;
  since?: readonly Since[];
  version?: number;
}

async function showManager(db: Db, req: Request, res: Response, shown: Shown, status = 200) {
  const person = signedIn(res);
  const t = translatorOf(res);
  const frame = await servicePage(db, t, { person, id: serviceIdOf(req), tab: '' });
  const manager = await managerOf(db, frame.service.id, managerIdOf(req));
  const errors = shown.errors ?? {};
  const asksForLast = frame.service.may['manage-managers'] && (await isLastOverManagers(db, manager));
  const fields = { ...managerFields, ...(asksForLast ? lastOneFields : {}) };
  managerPage(
    res,
    {
      ...frame,
      title: t('Gestionnaire {{name}}', { name: manager.name }),
      manager,
      fields: renderFields(fields, { body: { ...(shown.body ?? formOf(manager)) }, errors }),
      settable: Object.keys(settable(frame.service, manager, person)),
      version: shown.version ?? manager.version,
      since: shown.since ?? [],
      errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
    },
    status,
  );
}

const envelope = z.object({ version: z.coerce.number().int().positive() });

async function update(db: Db, now: Date, req: Request, res: Response) {
  const sent = envelope.safeParse(req.body);
  if (!sent.success) return res.redirect(303, req.originalUrl);
  const [id, managerId, { version }] = [serviceIdOf(req), managerIdOf(req), sent.data];
  const t = translatorOf(res);
  const result = await updateManager(db, { person: signedIn(res), id, managerId, version, body: req.body, now });
  if (result.kind === 'invalid')
    return showManager(db, req, res, { body: req.body, errors: result.errors, version }, 422);
  if (result.kind === 'stale') {
    const merged = await mergedManager(db, await managerOf(db, id, managerId), version, req.body);
    return showManager(db, req, res, { ...merged, body: merged.form }, 409);
  }
  const text =
    result.changed === 0 ? t('Rien n’a changé.') : t('{{name}} : gestionnaire mis à jour.', { name: result.name });
  flash(req, { tone: 'ok', text });
  if (result.warning) flash(req, { tone: 'warn', text: t(result.warning.text, result.warning.values) });
  res.redirect(303, `/services/${id}`);
}

const moves = z.object({
  move: z.enum(['up', 'down', 'by-name', 'reverse']),
  of: z.coerce.number().int().positive().max(2_147_483_647).nullable().catch(null),
});

async function order(db: Db, now: Date, req: Request, res: Response) {
  const id = serviceIdOf(req);
  const sent = moves.safeParse(req.body);
  if (sent.success) await orderManagers(db, { person: signedIn(res), id, ...sent.data, now });
  res.redirect(
    303,
    sent.success && sent.data.of !== null ? `/services/${id}#manager-${sent.data.of}` : `/services/${id}`,
  );
}

/** The tab « Gestionnaires »: read by every manager of the service, changed by who has the privilege. */
export function managerRoutes({ db, now }: { db: Db; now: () => Date }) {
  const router = routes('staff');
  router.get('/services/:id', (req, res) => showManagers(db, req, res));
  router.get('/services/:id/managers', (req, res) => res.redirect(303, `/services/${serviceIdOf(req)}`));
  router.get('/services/:id/managers/order', (req, res) => res.redirect(303, `/services/${serviceIdOf(req)}`));
  router.post('/services/:id/managers/order', (req, res) => order(db, now(), req, res));
  router.get('/services/:id/managers/:person', (req, res) => {
    const body = interruptedBody(req, res);
    return showManager(db, req, res, body === undefined ? {} : { body });
  });
  router.post('/services/:id/managers/:person', (req, res) => update(db, now(), req, res));
  return router;
}
