import { type PageModel, page, translatorOf } from './page.ts';
import { routes } from './routes.ts';

const helpPage = page<PageModel>('help');

export function helpRoutes() {
  const router = routes('anyone');
  router.get('/help', (_req, res) => helpPage(res, { title: translatorOf(res)('Aide'), current: 'help' }));
  return router;
}
