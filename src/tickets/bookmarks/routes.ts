import { z } from 'zod';
import { signedIn } from '../../people/signed-in.ts';
import { flash } from '../../web/flash.ts';
import { type PageModel, page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { actionPath } from '../menus.ts';
import type { TicketDeps } from '../opened.ts';
import {
  type BookmarkCursor,
  bookmarksOf,
  bookmarksShown,
  forgetVisits,
  historyOfVisits,
  type KeptLine,
} from './lists.ts';

interface BookmarksPage extends PageModel {
  bookmarks: readonly (KeptLine & { removal: string })[];
  /** Address of the next page of bookmarks, null on the last. */
  older: string | null;
  /** Address of the first page, null when it is this one. */
  newest: string | null;
  visits: readonly KeptLine[];
}
const bookmarksPage = page<BookmarksPage>('tickets/bookmarks');
const forgetPage = page<PageModel>('tickets/forget-history');

const place = z
  .string()
  .regex(/^\d{1,13}-\d{1,15}$/)
  .optional()
  .catch(undefined);

const cursorOf = (text: unknown): BookmarkCursor | null => {
  const [at, id] = (place.parse(text) ?? '').split('-').map(Number);
  return at === undefined || id === undefined ? null : { at: new Date(at), id };
};

/** « Signets/Historique » : tickets kept at hand, and those consulted last. */
export function bookmarkRoutes({ db }: Pick<TicketDeps, 'db'>) {
  const router = routes('signed-in');
  router.get('/bookmarks', async (req, res) => {
    const person = signedIn(res);
    const after = cursorOf(req.query.after);
    const [found, visits] = await Promise.all([bookmarksOf(db, person, after), historyOfVisits(db, person)]);
    const shown = found.slice(0, bookmarksShown);
    const last = shown.at(-1);
    bookmarksPage(res, {
      title: translatorOf(res)('Signets/Historique'),
      current: 'bookmarks',
      bookmarks: shown.map((line) => ({ ...line, removal: actionPath(line.id, 'remove-bookmark') })),
      older: found.length > bookmarksShown && last ? `/bookmarks?after=${last.at.getTime()}-${last.id}` : null,
      newest: after === null ? null : '/bookmarks',
      visits,
    });
  });
  router.get('/bookmarks/history/forget', (_req, res) =>
    forgetPage(res, { title: translatorOf(res)('Effacer l’historique'), current: 'bookmarks' }),
  );
  router.post('/bookmarks/history/forget', async (req, res) => {
    await forgetVisits(db, signedIn(res));
    flash(req, { tone: 'ok', text: translatorOf(res)('Votre historique est effacé.') });
    res.redirect(303, '/bookmarks');
  });
  return router;
}
