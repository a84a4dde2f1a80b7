import { signedIn } from '../../people/signed-in.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import type { TicketDeps } from '../opened.ts';
import { journalOf, journalPlaces } from './entries.ts';
import { parseJournal } from './filter.ts';
import { journalModel, journalPage } from './page.ts';

/** « Journal »: all that happens in the services that one manages, the newest first. */
export function journalRoutes({ db, timeZone }: Pick<TicketDeps, 'db'> & { timeZone: string }) {
  const router = routes('manager');
  router.get('/journal', async (req, res) => {
    const person = signedIn(res);
    const filter = parseJournal(req.query);
    const [part, places] = await Promise.all([journalOf(db, person, filter, timeZone), journalPlaces(db, person)]);
    journalPage(res, journalModel(filter, part, places, { t: translatorOf(res), person }));
  });
  return router;
}
