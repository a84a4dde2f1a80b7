import type { Request, Response } from 'express';
import { type Db, rows, type Transaction } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { administered } from '../services/administered.ts';
import { logChanges } from '../services/setting-changes.ts';
import { flash } from '../web/flash.ts';
import { page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { type Blocker, blockersOf } from './service-blockers.ts';
import { type ServicePage, serviceIdOf, servicePage } from './service-tabs.ts';

interface Going {
  managers: number;
  guests: number;
  responses: number;
  views: number;
  /** Tickets of other services that were filed here. */
  filedHere: number;
}

interface RemovalPage extends ServicePage {
  blockers: readonly Blocker[];
  going: Going;
}

const removalPage = page<RemovalPage>('services/delete');

const goingSql = `
  select (select count(*) from service_managers where service_id = :id) as managers,
    (select count(*) from permanent_guests where service_id = :id) as guests,
    (select count(*) from canned_responses where service_id = :id) as responses,
    (select count(*) from saved_views where service_id = :id) as views,
    (select count(*) from tickets where creation_service_id = :id) as filed_here`;

async function show(db: Db, req: Request, res: Response, status = 200) {
  const id = serviceIdOf(req);
  const t = translatorOf(res);
  const frame = await servicePage(db, t, { person: signedIn(res), id, tab: '/properties' });
  const [going] = await rows<Going>(db, goingSql, { id });
  if (going === undefined) throw new Error('A service has no counts');
  const title = t('Supprimer le service {{label}}', { label: frame.service.label });
  removalPage(res, { ...frame, title, blockers: await blockersOf(db, id), going }, status);
}

/** What becomes of each reference to a service that goes, by table and column; those not here block it, or forget it. */
export const fatesOfService = {
  'service_managers.service_id': 'delete from service_managers where service_id = :id',
  'permanent_guests.service_id': 'delete from permanent_guests where service_id = :id',
  'canned_responses.service_id': 'delete from canned_responses where service_id = :id',
  'saved_views.service_id': 'delete from saved_views where service_id = :id',
  // as if they had been filed where they are
  'tickets.creation_service_id': 'update tickets set creation_service_id = service_id where creation_service_id = :id',
} as const;

/** Whether it is gone; no when something stands in the way. */
const removeService = (db: Db, id: number, person: { id: number; isAdmin: boolean }, now: Date): Promise<boolean> =>
  db.transaction(async (trx: Transaction) => {
    const { label } = await administered(trx, person, id, 'manage-properties', { lock: true });
    if ((await blockersOf(trx, id)).length > 0) return false;
    for (const statement of Object.values(fatesOfService)) await rows(trx, statement, { id });
    await trx('services').where({ id }).delete();
    const what = { serviceId: null, version: null, about: label, actorId: person.id, at: now };
    await logChanges(trx, what, [{ setting: 'Service supprimé', before: label, after: null }]);
    return true;
  });

async function remove(db: Db, now: Date, req: Request, res: Response) {
  const id = serviceIdOf(req);
  if (!(await removeService(db, id, signedIn(res), now))) return show(db, req, res, 409);
  flash(req, { tone: 'ok', text: translatorOf(res)('Le service est supprimé.') });
  res.redirect(303, '/services');
}

/** « Pour supprimer ce service… »: what stands in the way, what goes with it; for administrators. */
export function serviceRemovalRoutes({ db, now }: { db: Db; now: () => Date }) {
  const router = routes('admin');
  router.get('/services/:id/delete', (req, res) => show(db, req, res));
  router.post('/services/:id/delete', (req, res) => remove(db, now(), req, res));
  return router;
}
