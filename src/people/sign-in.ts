import type { Request, RequestHandler, Response } from 'express';
import passport from 'passport';
import type { CasProfile } from 'passport-cas2';
import type { Logger } from 'pino';
import type { Db } from '../db/connection.ts';
import { csrfToken } from '../web/csrf.ts';
import { ownPath } from '../web/own-path.ts';
import { limitSignIns } from '../web/rate-limit.ts';
import { routes } from '../web/routes.ts';
import { destroySession, regenerateSession, saveSession, shortenSession } from '../web/session.ts';
import { casIdentity } from './cas-identity.ts';
import { PinnedCasStrategy } from './cas-strategy.ts';
import { upsertCasPerson } from './person.ts';
import { callbackPath, signInAddresses } from './sign-in-address.ts';
import { type SignInFailure, showSignInFailure, signedOutPage } from './sign-in-pages.ts';
import { rememberTicket } from './single-logout.ts';

export interface SignInDeps {
  db: Db;
  publicUrl: string;
  casUrl: string;
  now: () => Date;
  log: Logger;
}

declare module 'express-session' {
  interface SessionData {
    /** Path to come back to, of somebody on the way to the CAS server. */
    returnTo: string;
  }
}

type CasFailure = Error & { code: string };
const isCasFailure = (error: unknown): error is CasFailure => error instanceof Error && error.name === 'CasError';

const failureOf = ({ code }: CasFailure): SignInFailure =>
  code === 'UNREACHABLE' || code === 'INTERNAL_ERROR' ? 'unreachable' : 'refused';

type Authenticate = (req: Request, res: Response) => Promise<number>;

/** Our own instance of passport, asked for the account of a ticket. It throws what the CAS server or the database did. */
function authentication({ db, publicUrl, casUrl, now }: SignInDeps): {
  prepare: RequestHandler;
  authenticate: Authenticate;
} {
  const people = new passport.Passport();
  const { callback } = signInAddresses(publicUrl, casUrl);
  const verify = async (login: string, profile: CasProfile) => ({
    id: await upsertCasPerson(db, casIdentity(login, profile), now()),
  });
  people.use(new PinnedCasStrategy({ casUrl, callback, verify }));
  const authenticate: Authenticate = (req, res) =>
    new Promise((resolve, reject) => {
      const settle = (error: unknown, user?: { id: number } | false | null) =>
        user ? resolve(user.id) : reject(error ?? new Error('The CAS strategy gave nobody'));
      people.authenticate('cas', { session: false }, settle)(req, res, reject);
    });
  return { prepare: people.initialize(), authenticate };
}

/** A new session for the one who has proved who he is: whoever knew the id of the old one holds nothing. */
async function openSession(db: Db, req: Request, personId: number, ticket: string): Promise<void> {
  const { interrupted } = req.session;
  await regenerateSession(req);
  req.session.personId = personId;
  if (interrupted !== undefined) req.session.interrupted = interrupted;
  csrfToken(req, { id: personId });
  await saveSession(req);
  await rememberTicket(db, ticket, req.sessionID);
}

/** To the CAS server, which sends back to the callback; this session remembers from where. */
const leave =
  ({ publicUrl, casUrl, log }: SignInDeps): RequestHandler =>
  (req, res) => {
    const wanted = ownPath(req.query.returnTo, publicUrl);
    if (res.locals.person) return res.redirect(303, wanted ?? '/');
    if (req.query.again !== undefined && req.session.returnTo === undefined) {
      log.warn({ secure: req.secure, publicUrl }, 'no session cookie came back: over https, check TRUST_PROXY');
      return showSignInFailure(res, 'cookies');
    }
    req.session.returnTo = wanted ?? req.session.returnTo ?? '/';
    shortenSession(req);
    res.redirect(303, signInAddresses(publicUrl, casUrl).login);
  };

/**
 * Back from the CAS server. A ticket counts only for a browser that set out from here, so that a link cannot sign
 * somebody in as somebody else; one that comes from a bookmark of the CAS page sets out once more, unseen.
 */
const comeBack =
  ({ db, log }: SignInDeps, authenticate: Authenticate): RequestHandler =>
  async (req, res) => {
    const { ticket } = req.query;
    const { returnTo } = req.session;
    if (res.locals.person) return res.redirect(303, '/');
    if (typeof ticket !== 'string' || returnTo === undefined) {
      req.session.returnTo = returnTo ?? '/';
      return res.redirect(303, '/sign-in?again=1');
    }
    try {
      await openSession(db, req, await authenticate(req, res), ticket);
      res.redirect(303, returnTo);
    } catch (error) {
      if (!isCasFailure(error)) throw error;
      log.warn({ code: error.code, reason: error.message }, 'sign-in refused');
      showSignInFailure(res, failureOf(error));
    }
  };

/** Signing in by the CAS server, and out of both. */
export function signInRoutes(deps: SignInDeps) {
  const { publicUrl, casUrl } = deps;
  const { prepare, authenticate } = authentication(deps);
  const router = routes('anyone');
  router.get('/sign-in', leave(deps));
  router.get(callbackPath, limitSignIns(), prepare, comeBack(deps, authenticate));
  router.post('/sign-out', async (req, res) => {
    await destroySession(req);
    // the back button of a shared computer must not show what was read (browsers heed it over https)
    res.set('Clear-Site-Data', '"cache"');
    res.redirect(303, signInAddresses(publicUrl, casUrl).logout);
  });
  router.get('/signed-out', (_req, res) => signedOutPage(res, { title: 'Vous êtes déconnecté' }));
  return router;
}
