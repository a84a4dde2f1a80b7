import { type PageModel, page, translatorOf } from '../web/page.ts';
import type { PersonOption } from '../web/person-fields.ts';
import { limitSearches } from '../web/rate-limit.ts';
import { routes } from '../web/routes.ts';
import { findPeople, type PeopleSources } from './find.ts';
import { noteText, personOption } from './people-shown-in-fields.ts';
import { signedIn } from './signed-in.ts';

interface SearchPage extends PageModel {
  query: string;
  people: readonly PersonOption[];
  note: string | null;
}
const searchPage = page<SearchPage>('people/search');

/** « Outil de recherche »: what the field of a form asks for while one types, and the same as a page. */
export function personSearchRoutes(sources: PeopleSources) {
  const router = routes('signed-in');
  router.get('/people/search', limitSearches(), async (req, res) => {
    const query = typeof req.query.q === 'string' ? req.query.q.slice(0, 100) : '';
    const t = translatorOf(res);
    const { people, notes } =
      query === '' ? { people: [], notes: [] } : await findPeople(sources, query, signedIn(res));
    const found = people.map((one) => personOption(one, t));
    const note = query === '' ? null : noteText(notes, found.length, t);
    res.set('Cache-Control', 'no-store').vary('Accept');
    if (req.accepts(['html', 'json']) === 'json') return res.json({ people: found, note });
    searchPage(res, { title: t('Rechercher une personne'), query, people: found, note });
  });
  return router;
}
