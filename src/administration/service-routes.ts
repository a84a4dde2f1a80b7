import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { iconsOf } from '../services/icons.ts';
import { changesOf, type LoggedChange } from '../services/setting-changes.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import type { Picture } from '../web/pictures.ts';
import { routes } from '../web/routes.ts';
import { type RedirectionLine, redirectionsOf } from './service-lists.ts';
import { type ServicePage, serviceIdOf, servicePage } from './service-tabs.ts';
import { administeredServices, type ServiceLine } from './services-list.ts';

interface ServicesPage extends PageModel {
  services: readonly (ServiceLine & { picture: Picture })[];
  filter: string;
}

const servicesPage = page<ServicesPage>('services/index');
const redirectionsPage = page<ServicePage & { redirections: readonly RedirectionLine[] }>('services/redirections');
const changesPage = page<ServicePage & { changes: readonly LoggedChange[]; older: string | null }>('services/changes');

const changesShown = 50;
const listQuery = z.object({ filter: z.string().trim().max(100).catch('') });
const changesQuery = z.object({ before: z.coerce.number().int().positive().nullable().catch(null) });

export function serviceRoutes({ db }: { db: Db }) {
  const router = routes('staff');
  const frameOf = (req: Request, res: Response, tab: Parameters<typeof servicePage>[2]['tab']) =>
    servicePage(db, translatorOf(res), { person: signedIn(res), id: serviceIdOf(req), tab });

  router.get('/services', async (req, res) => {
    const { filter } = listQuery.parse(req.query);
    const icons = await iconsOf(db);
    const lines = await administeredServices(db, signedIn(res), filter);
    const services = lines.map((line) => ({ ...line, picture: icons.pictureOf('service', line.icon) }));
    servicesPage(res, { title: translatorOf(res)('Services'), current: 'services', services, filter });
  });
  router.get('/services/:id/redirections', async (req, res) => {
    const frame = await frameOf(req, res, '/redirections');
    redirectionsPage(res, { ...frame, redirections: await redirectionsOf(db, frame.service.id) });
  });
  router.get('/services/:id/changes', async (req, res) => {
    const frame = await frameOf(req, res, '/changes');
    const { before } = changesQuery.parse(req.query);
    const found = await changesOf(db, frame.service.id, before, changesShown + 1);
    const changes = found.slice(0, changesShown);
    const last = found.length > changesShown ? changes.at(-1) : undefined;
    changesPage(res, {
      ...frame,
      changes,
      older: last ? `/services/${frame.service.id}/changes?before=${last.id}` : null,
    });
  });
  return router;
}
