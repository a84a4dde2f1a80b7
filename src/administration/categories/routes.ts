import type { Request, Response } from 'express';
import type { Db } from '../../db/connection.ts';
import { signedIn } from '../../people/signed-in.ts';
import { page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { type ServicePage, serviceIdOf, servicePage } from '../service-tabs.ts';
import { addCategory, showAdding } from './add.ts';
import { placeOf } from './category.ts';
import { reorder } from './order.ts';
import { type TreeLine, treeOf } from './tree.ts';

const treePage = page<ServicePage & { tree: readonly TreeLine[] }>('services/categories/tree');

async function showTree(db: Db, req: Request, res: Response) {
  const person = signedIn(res);
  const frame = await servicePage(db, translatorOf(res), { person, id: serviceIdOf(req), tab: '/categories' });
  treePage(res, { ...frame, tree: await treeOf(db, frame.service.id, person) });
}

async function step(db: Db, now: Date, direction: 'up' | 'down', req: Request, res: Response) {
  const at = placeOf(req);
  await reorder(db, { person: signedIn(res), at, direction, now });
  res.redirect(303, `/services/${at.service}/categories#category-${at.category}`);
}

/** The tab « Catégories »: read by every manager of the service, changed by who has the privilege. */
export function categoryRoutes({ db, now }: { db: Db; now: () => Date }) {
  const router = routes('staff');
  const tree = '/services/:id/categories';
  router.get(tree, (req, res) => showTree(db, req, res));
  router.get(`${tree}/new`, (req, res) => showAdding(db, req, res));
  router.post(`${tree}/new`, (req, res) => addCategory(db, now(), req, res));
  for (const direction of ['up', 'down'] as const) {
    router.get(`${tree}/:category/${direction}`, (req, res) =>
      res.redirect(303, `/services/${placeOf(req).service}/categories`),
    );
    router.post(`${tree}/:category/${direction}`, (req, res) => step(db, now(), direction, req, res));
  }
  return router;
}
