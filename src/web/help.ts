import { type PageModel, page, translatorOf } from './page.ts';
import { routes } from './routes.ts';

/** Addresses of the guides of the institution; null where there is none. */
interface Guides {
  user: string | null;
  manager: string | null;
}

const helpPage = page<PageModel & { guides: Guides }>('help');

export function helpRoutes(guides: Guides) {
  const router = routes('anyone');
  router.get('/help', (_req, res) => helpPage(res, { title: translatorOf(res)('Aide'), current: 'help', guides }));
  return router;
}
