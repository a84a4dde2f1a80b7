import type { Request } from 'express';
import { signedIn } from '../../people/signed-in.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import type { TicketDeps } from '../opened.ts';
import { around } from './around.ts';
import { addressOf } from './changes.ts';
import { type Filter, parseFilter } from './filter.ts';
import { listTickets } from './list.ts';
import { dashboardModel, dashboardPage } from './page.ts';

/** What an address says; who manages nothing has one mode. */
const askedFilter = (query: Request['query'], manages: boolean): Filter =>
  parseFilter(manages ? query : { ...query, mode: 'mine' }, manages ? 'managed' : 'mine');

/** Where the form of the filters leads: its categories were those of the service that was chosen before. */
function submitted({ offered, service }: Request['query'], filter: Filter): string | null {
  if (typeof offered !== 'string') return null;
  const category = filter.category === 'member' || offered === (service ?? '') ? filter.category : null;
  return addressOf({ ...filter, category });
}

/** « Tableau de bord ». */
export function dashboardRoutes({ db }: TicketDeps) {
  const router = routes('signed-in');
  router.get('/tickets', async (req, res) => {
    const person = signedIn(res);
    const manages = person.manages.length > 0;
    const filter = askedFilter(req.query, manages);
    const address = submitted(req.query, filter);
    if (address !== null) return res.redirect(303, address);
    const { after, before, size } = filter;
    const [found, beside] = await Promise.all([
      listTickets(db, person, filter, { limit: size + 1, after, before }),
      around(db, person, filter),
    ]);
    const title = translatorOf(res)('Tableau de bord');
    dashboardPage(
      res,
      dashboardModel({ title, filter, found, beside, manages, editing: req.query.edit === 'columns' }),
    );
  });
  return router;
}
