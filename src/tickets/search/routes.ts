import { signedIn } from '../../people/signed-in.ts';
import { type PageModel, page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import type { TicketDeps } from '../opened.ts';
import type { Found } from './find.ts';
import { findWithNearNames, opensTicket } from './near.ts';
import { asksNothing, type Misunderstood, readSearch } from './query.ts';

interface SearchPage extends PageModel {
  typed: string;
  /** Null until something is looked for. */
  found: Found | null;
  unknown: readonly Misunderstood[];
  /** A number that was typed and is that of no ticket that one may open: it is looked for as a word. */
  number: string | null;
  /** The name that was taken for the one that was typed. */
  named: string | null;
}
const searchPage = page<SearchPage>('tickets/search');

/** The form for those who prefer one says the same things as the box: its fields are put in words. */
const fromForm = (query: Record<string, unknown>) => {
  const said = (name: string) => (typeof query[name] === 'string' ? query[name].trim().replaceAll('"', '') : '');
  const filter = (name: string, word: string) => (said(name) === '' ? [] : [`${word}:"${said(name)}"`]);
  return [
    ...filter('status', 'statut'),
    ...filter('service', 'service'),
    ...filter('owner', 'de'),
    ...filter('handler', 'gestionnaire'),
    ...filter('after', 'après'),
    ...filter('before', 'avant'),
    ...(said('archived') === '' ? [] : ['archivés:oui']),
  ];
};

/** « Recherche »: a number leads to its ticket, words to the tickets that hold them. */
export function searchRoutes({ db, timeZone }: Pick<TicketDeps, 'db'> & { timeZone: string }) {
  const router = routes('signed-in');
  router.get('/search', async (req, res) => {
    const box = typeof req.query.q === 'string' ? req.query.q.trim().slice(0, 500) : '';
    const typed = [box, ...fromForm(req.query)].join(' ').trim();
    const number = /^n?°?\s*(\d{1,15})$/i.exec(typed)?.[1];
    const person = signedIn(res);
    if (number !== undefined && (await opensTicket(db, person, Number(number))))
      return res.redirect(303, `/tickets/${number}`);
    const query = readSearch(typed);
    const { found, named } = asksNothing(query)
      ? { found: null, named: null }
      : await findWithNearNames(db, person, query, timeZone);
    searchPage(res, {
      title: translatorOf(res)('Recherche'),
      current: 'search',
      typed,
      found,
      named,
      unknown: query.unknown,
      number: number ?? null,
    });
  });
  return router;
}
