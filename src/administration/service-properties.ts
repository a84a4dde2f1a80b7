import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { interruptedBody } from '../people/interrupted.ts';
import { signedIn } from '../people/signed-in.ts';
import type { Since } from '../services/since.ts';
import { type Errors, type RenderedField, renderFields } from '../web/fields.ts';
import { flash } from '../web/flash.ts';
import { page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { serviceFields } from './service-fields.ts';
import { changeSettings, formOf, merged, redirectionChoices, serviceRow } from './service-settings.ts';
import { type ServicePage, serviceIdOf, servicePage } from './service-tabs.ts';

interface PropertiesPage extends ServicePage {
  fields: readonly RenderedField[];
  version: number;
  since: readonly Since[];
}

const propertiesPage = page<PropertiesPage>('services/properties');
const envelope = z.object({ version: z.coerce.number().int().positive() });

interface Shown {
  body?: unknown;
  errors?: Errors;
  since?: readonly Since[];
  version?: number;
}

async function show(db: Db, req: Request, res: Response, shown: Shown, status = 200) {
  const id = serviceIdOf(req);
  const frame = await servicePage(db, translatorOf(res), { person: signedIn(res), id, tab: '/properties' });
  const row = await serviceRow(db, id);
  const errors = shown.errors ?? {};
  const fields = renderFields(serviceFields, {
    body: shown.body ?? formOf(row),
    choices: { services: [{ value: '', label: 'aucune' }, ...(await redirectionChoices(db, id))] },
    errors,
  });
  const faults = Object.entries(errors).map(([field, message]) => ({ field, message }));
  const version = shown.version ?? row.version;
  propertiesPage(res, { ...frame, fields, version, since: shown.since ?? [], errors: faults }, status);
}

async function change(db: Db, now: Date, req: Request, res: Response) {
  const sent = envelope.safeParse(req.body);
  if (!sent.success) return res.redirect(303, req.originalUrl);
  const id = serviceIdOf(req);
  const { version } = sent.data;
  const result = await changeSettings(db, { person: signedIn(res), id, version, body: req.body, now });
  if (result.kind === 'invalid') return show(db, req, res, { body: req.body, errors: result.errors, version }, 422);
  if (result.kind === 'stale') {
    const { form, ...others } = await merged(db, id, version, req.body as Record<string, string>);
    return show(db, req, res, { body: form, ...others }, 409);
  }
  const text = result.changed === 0 ? 'Rien n’a changé.' : 'Les propriétés du service sont modifiées.';
  flash(req, { tone: 'ok', text: translatorOf(res)(text) });
  res.redirect(303, req.originalUrl);
}

/** The tab « Propriétés »: read by every manager of the service, changed by who has the privilege. */
export function servicePropertyRoutes({ db, now }: { db: Db; now: () => Date }) {
  const router = routes('staff');
  router.get('/services/:id/properties', (req, res) => {
    const body = interruptedBody(req, res);
    return show(db, req, res, body === undefined ? {} : { body });
  });
  router.post('/services/:id/properties', (req, res) => change(db, now(), req, res));
  return router;
}
