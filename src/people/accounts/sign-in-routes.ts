import type { RequestHandler, Response } from 'express';
import { routes } from '../../web/routes.ts';
import { openSession } from '../open-session.ts';

import { showSignInFailure } from '../sign-in-pages.ts';
import { pageAfterSignIn } from '../start-page.ts';
import { signInByMail } from './account.ts';
import { forgetTries, limits, mayTry } from './attempts.ts';
import type { AccountDeps } from './link-routes.ts';
import { signInPage } from './pages.ts';
import { errorsOf, type Faults, field, ipOf, readForm } from './requests.ts';

const wrong = 'L’adresse ou le mot de passe n’est pas le bon.';
const tooOften = 'Trop d’essais : patientez un quart d’heure, ou demandez un nouveau mot de passe.';

const show = (
  res: Response,
  { mail = '', faults = {}, status = 200 }: { mail?: string; faults?: Faults; status?: number },
) =>
  signInPage(
    res,
    {
      title: 'Connexion',
      casHref: '/sign-in?by=cas',
      credentials: [field.mail(mail, faults), field.present('password', faults)],
      errors: errorsOf(faults),
    },
    status,
  );

/** The choice between the account of the institution and that of an outsider. The session knows where to go next. */
export const showSignIn = (res: Response) => show(res, {});

/** What is wrong is not said: neither whether the account exists, nor by the time that it takes. */
const signIn =
  ({ db, now }: AccountDeps): RequestHandler =>
  async (req, res) => {
    const { mail, password } = readForm(req);
    const { returnTo } = req.session;
    if (res.locals.person) return res.redirect(303, '/');
    // a form sent from elsewhere would sign somebody in as somebody else
    if (returnTo === undefined) return showSignInFailure(req, res, 'cookies');
    const at = now();
    const few = [
      await mayTry(db, limits.signInOfAddress, mail, at),
      await mayTry(db, limits.signInFromIp, ipOf(req), at),
    ];
    if (few.includes(false)) return show(res, { mail, faults: { mail: tooOften }, status: 429 });
    const personId = await signInByMail(db, mail, password, at);
    if (personId === null) return show(res, { mail, faults: { mail: wrong }, status: 422 });
    await forgetTries(db, limits.signInOfAddress, mail);
    await openSession(req, personId);
    res.redirect(303, await pageAfterSignIn(db, personId, returnTo));
  };

export function mailSignInRoutes(deps: AccountDeps) {
  const router = routes('anyone');
  router.post('/sign-in', signIn(deps));
  return router;
}
