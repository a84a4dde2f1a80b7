import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { NotFound } from '../web/errors.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { type Failure, failures, sendAgain } from './failures.ts';

interface FailuresPage extends PageModel {
  failures: readonly Failure[];
}

const failuresPage = page<FailuresPage>('mail/failures');
const emailParams = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

/** The mails that did not leave, for those who can do something about it. */
export function mailRoutes({ db }: { db: Db }) {
  const router = routes('staff');
  router.get('/mails', async (_req, res) => {
    const title = translatorOf(res)('Courriels en échec');
    failuresPage(res, { title, current: 'mails', failures: await failures(db, signedIn(res)) });
  });
  router.post('/mails/:id/send-again', async (req, res) => {
    const id = emailParams.safeParse(req.params);
    const failure = id.success ? await sendAgain(db, signedIn(res), id.data.id) : null;
    if (failure === null) throw new NotFound('Ce courriel n’existe pas, ou il est déjà parti.');
    flash(req, {
      tone: 'ok',
      text: translatorOf(res)('Le courriel à {{name}} va être renvoyé.', { name: failure.to }),
    });
    res.redirect(303, '/mails');
  });
  router.get('/mails/:id/send-again', (_req, res) => res.redirect(303, '/mails'));
  return router;
}
