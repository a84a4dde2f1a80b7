import type { RequestHandler } from 'express';
import { ownPath } from '../web/own-path.ts';
import { limitSignIns } from '../web/rate-limit.ts';
import { routes } from '../web/routes.ts';
import { destroySession, shortenSession } from '../web/session.ts';
import { showSignIn } from './accounts/sign-in-routes.ts';
import { type CasDeps, casAuthentication, isCasFailure } from './cas-authentication.ts';
import { openSession } from './open-session.ts';
import type { Person } from './person.ts';
import { callbackPath, signInAddresses } from './sign-in-address.ts';
import { showCasFailure, showSignInFailure, signedOutPage } from './sign-in-pages.ts';
import { rememberTicket } from './single-logout.ts';
import { pageAfterSignIn } from './start-page.ts';

export interface SignInDeps extends CasDeps {
  /** Whether people may also have an account by mail address. */
  outsiders: boolean;
}

declare module 'express-session' {
  interface SessionData {
    /** Path to come back to, of somebody on the way to the CAS server. */
    returnTo: string;
  }
}

/** To the CAS server, or to the choice of an account. The CAS server sends back to the callback; this session remembers from where. */
const leave =
  ({ publicUrl, casUrl, cas, log, outsiders }: SignInDeps): RequestHandler =>
  (req, res) => {
    const wanted = ownPath(req.query.returnTo, publicUrl);
    if (res.locals.person) return res.redirect(303, wanted ?? '/');
    if (req.query.again !== undefined && req.session.returnTo === undefined) {
      log.warn({ secure: req.secure, publicUrl }, 'no session cookie came back: over https, check TRUST_PROXY');
      return showSignInFailure(req, res, 'cookies');
    }
    req.session.returnTo = wanted ?? req.session.returnTo ?? '/';
    shortenSession(req);
    if (outsiders && req.query.by !== 'cas') return showSignIn(res);
    res.redirect(303, signInAddresses(publicUrl, casUrl, cas).login);
  };

/** What a portal obtains in the name of somebody, through proxies that the configuration allows. */
const isProxyTicket = (ticket: unknown) => typeof ticket === 'string' && ticket.startsWith('PT-');

/**
 * Back from the CAS server. A ticket counts only for a browser that set out from here, so that a link cannot sign
 * somebody in as somebody else; one that comes from a bookmark of the CAS page sets out once more, unseen. A proxy
 * ticket comes from a program that set out from nowhere: the chain that it went through answers for it.
 */
const comeBack = (deps: SignInDeps): RequestHandler[] => {
  const { db, log, cas } = deps;
  const { prepare, authenticate } = casAuthentication(deps);
  const handler: RequestHandler = async (req, res) => {
    const { ticket } = req.query;
    const { returnTo, askedQuietly } = req.session;
    const proxied = cas.proxies.length > 0 && isProxyTicket(ticket);
    if (res.locals.person) return res.redirect(303, '/');
    if (askedQuietly) delete req.session.askedQuietly;
    if (askedQuietly && ticket === undefined) return res.redirect(303, returnTo ?? '/help');
    if (typeof ticket !== 'string' || (returnTo === undefined && !proxied)) {
      req.session.returnTo = returnTo ?? '/';
      return res.redirect(303, '/sign-in?by=cas&again=1');
    }
    try {
      const personId = await authenticate(req, res);
      await openSession(req, personId);
      await rememberTicket(db, ticket, req.sessionID);
      res.redirect(303, await pageAfterSignIn(db, personId, returnTo));
    } catch (error) {
      if (!isCasFailure(error)) throw error;
      log.warn({ code: error.code, reason: error.message }, 'sign-in refused');
      showCasFailure(req, res, error.code);
    }
  };
  return [prepare, handler];
};

/** Signing in by the CAS server, and out of both. */
export function signInRoutes(deps: SignInDeps) {
  const { publicUrl, casUrl } = deps;
  const router = routes('anyone');
  router.get('/sign-in', leave(deps));
  router.get(callbackPath, limitSignIns(), ...comeBack(deps));
  router.post('/sign-out', async (req, res) => {
    const byMail = (res.locals.person as Person | null)?.kind === 'external';
    await destroySession(req);
    // the back button of a shared computer must not show what was read (browsers heed it over https)
    res.set('Clear-Site-Data', '"cache"');
    res.redirect(303, byMail ? '/signed-out' : signInAddresses(publicUrl, casUrl).logout);
  });
  router.get('/signed-out', (_req, res) => signedOutPage(res, { title: 'Vous êtes déconnecté' }));
  return router;
}
