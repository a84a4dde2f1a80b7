import type { Request, Response } from 'express';
import type { Db } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { logChanges } from '../services/setting-changes.ts';
import { type Errors, parseFields, type RenderedField, renderFields } from '../web/fields.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { serviceFields } from './settings/fields.ts';

const newServicePage = page<PageModel & { fields: readonly RenderedField[] }>('services/new');
const { label, longLabel } = serviceFields;
const fields = { label, longLabel };

function show(res: Response, body?: unknown, errors: Errors = {}) {
  const faults = Object.entries(errors).map(([field, message]) => ({ field, message }));
  const title = translatorOf(res)('Ajouter un nouveau service');
  const shown = renderFields(fields, { ...(body === undefined ? {} : { body }), errors });
  newServicePage(res, { title, current: 'services', errors: faults, fields: shown }, faults.length > 0 ? 422 : 200);
}

/** Disabled and last in the list; null when the label is taken. */
const addService = (db: Db, names: { label: string; longLabel: string }, actorId: number, at: Date) =>
  db.transaction(async (trx): Promise<number | null> => {
    const last = await trx('services').max('position as position').first();
    const [made] = await trx('services')
      .insert({ ...names, position: (last?.position ?? 0) + 1 })
      .onConflict('label')
      .ignore()
      .returning('id');
    if (made === undefined) return null;
    const what = { serviceId: made.id, version: 1, about: names.label, actorId, at };
    await logChanges(trx, what, [{ setting: 'Label', before: null, after: names.label }]);
    return made.id;
  });

async function add(db: Db, now: Date, req: Request, res: Response) {
  const parsed = parseFields(fields, req.body);
  if (!parsed.ok) return show(res, req.body, parsed.errors);
  const id = await addService(db, parsed.input, signedIn(res).id, now);
  if (id === null) return show(res, req.body, { label: 'Un autre service porte déjà ce label.' });
  flash(req, { tone: 'ok', text: translatorOf(res)('Le service est ajouté. Il n’est pas encore activé.') });
  res.redirect(303, `/services/${id}/properties`);
}

/** « Ajouter un nouveau service », for administrators. */
export function newServiceRoutes({ db, now }: { db: Db; now: () => Date }) {
  const router = routes('admin');
  router.get('/services/new', (_req, res) => show(res));
  router.post('/services/new', (req, res) => add(db, now(), req, res));
  return router;
}
