import { routes } from './routes.ts';

export const brandPath = '/brand.css';

/** The stylesheet of the institution, which redefines the `--brand-*` variables of ours. */
export function brandRoutes(stylesheet: string) {
  const router = routes('anyone');
  router.get(brandPath, (_req, res) => {
    res.set('Cache-Control', 'public, max-age=3600').type('css').sendFile(stylesheet);
  });
  return router;
}
