import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { NotFound } from '../web/errors.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { type Delayed, delayedMails, type Failure, failureKinds, failures } from './failures.ts';
import { sendAgain } from './send-again.ts';

interface FailuresPage extends PageModel {
  failures: readonly Failure[];
  /** For administrators: null for others, or when none waits. */
  delayed: Delayed | null;
  wording: typeof failureWords;
}

/** What a mail about no single ticket is, by its name. */
const failureWords: Readonly<Record<string, string>> = {
  'daily-report': 'Rapport quotidien',
  'tickets-passed-on': 'Des tickets changent de gestionnaire',
  'data-ready': 'Vos données sont prêtes',
  'account-create': 'Lien pour ouvrir un compte',
  'account-reset': 'Lien pour choisir un mot de passe',
  'account-invitation': 'Lien pour une personne invitée',
  'announce-together': 'Des tickets changent de gestionnaire',
};

const failuresPage = page<FailuresPage>('mail/failures');
const failureParams = z.object({
  kind: z.enum(failureKinds),
  id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
});

/** The mails that did not leave, for those who can do something about it. */
export function mailRoutes({ db }: { db: Db }) {
  const router = routes('staff');
  router.get('/mails', async (_req, res) => {
    const person = signedIn(res);
    const title = translatorOf(res)('Courriels en échec');
    failuresPage(res, {
      title,
      current: 'mails',
      failures: await failures(db, person),
      delayed: person.isAdmin ? await delayedMails(db) : null,
      wording: failureWords,
    });
  });
  router.post('/mails/:kind/:id/send-again', async (req, res) => {
    const asked = failureParams.safeParse(req.params);
    const failure = asked.success ? await sendAgain(db, signedIn(res), asked.data.kind, asked.data.id) : null;
    if (failure === null) throw new NotFound('Ce courriel n’existe pas, ou il est déjà parti.');
    const t = translatorOf(res);
    const text =
      failure.to === null
        ? t('Les courriels de cette opération vont être préparés.')
        : t('Le courriel à {{name}} va être renvoyé.', { name: failure.to });
    flash(req, { tone: 'ok', text });
    res.redirect(303, '/mails');
  });
  router.get('/mails/:kind/:id/send-again', (_req, res) => res.redirect(303, '/mails'));
  return router;
}
