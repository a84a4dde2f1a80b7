import type { Request } from 'express';
import { signedIn } from '../../people/signed-in.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import type { TicketDeps } from '../opened.ts';
import { wholePage } from './around.ts';
import { askedFilter } from './asked.ts';
import { addressOf } from './changes.ts';
import type { Filter } from './filter.ts';
import { markAllRead, mostMarked } from './mark-all.ts';
import { dashboardModel, dashboardPage } from './page.ts';
import { defaultQuery } from './views/default-view.ts';
import { savedViewRoutes } from './views/routes.ts';

/** Where the form of the filters leads: its categories were those of the service that was chosen before. */
function submitted({ offered, service }: Request['query'], filter: Filter): string | null {
  if (typeof offered !== 'string') return null;
  const category = filter.category === 'member' || offered === (service ?? '') ? filter.category : null;
  return addressOf({ ...filter, category });
}

const saysNothing = (query: Request['query']) => Object.keys(query).every((name) => name === 'mode');

/** « Tableau de bord ». */
function listRoutes({ db }: TicketDeps) {
  const router = routes('signed-in');
  router.get('/tickets', async (req, res) => {
    const person = signedIn(res);
    const filter = askedFilter(req.query, person);
    const kept = saysNothing(req.query) ? await defaultQuery(db, person, filter.mode) : null;
    const address = kept === null ? submitted(req.query, filter) : `/tickets?${kept}`;
    if (address !== null) return res.redirect(303, address);
    const { after, before, size } = filter;
    const { found, beside } = await wholePage(db, person, filter, { limit: size + 1, after, before });
    const title = translatorOf(res)('Tableau de bord');
    const manages = person.manages.length > 0;
    const refresh = person.listRefresh;
    const editing = req.query.edit === 'columns';
    dashboardPage(res, dashboardModel({ title, filter, found, beside, manages, editing, refresh }));
  });
  router.post('/tickets/mark-all-read', async (req, res) => {
    const filter = askedFilter(String(req.body?.back ?? '').slice(0, 1000), signedIn(res));
    const count = await markAllRead(db, signedIn(res), filter);
    const t = translatorOf(res);
    const text =
      count < mostMarked
        ? t('{{count}} ticket marqué comme lu.', { count })
        : t('Les {{most}} premiers tickets non lus sont marqués comme lus. Recommencez pour les suivants.', {
            most: mostMarked,
          });
    flash(req, { tone: 'ok', text });
    res.redirect(303, addressOf(filter));
  });
  return router;
}

export const dashboardRoutes = (deps: TicketDeps) => [listRoutes(deps), ...savedViewRoutes(deps)];
