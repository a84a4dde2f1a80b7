import { z } from 'zod';
import { type Db, rows } from '../../db/connection.ts';
import { NotFound } from '../../web/errors.ts';
import { routes } from '../../web/routes.ts';

const digest = z.string().regex(/^[0-9a-f]{32}\.webp$/);

/** The images of icons, to whoever is signed in. Named by their content, they are kept by the browser for good. */
export function iconImageRoutes({ db }: { db: Db }) {
  const router = routes('signed-in');
  router.get('/icons/:file', async (req, res) => {
    const name = digest.safeParse(req.params.file);
    const sql = 'select picture from icons where digest = :digest limit 1';
    const [icon] = name.success ? await rows<{ picture: Buffer }>(db, sql, { digest: name.data.slice(0, 32) }) : [];
    if (icon === undefined) throw new NotFound('Cette icône n’existe pas, ou n’existe plus.');
    res.set({
      'Content-Disposition': 'inline',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, max-age=31536000, immutable',
    });
    res.type('image/webp').send(icon.picture);
  });
  return router;
}
