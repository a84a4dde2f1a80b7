import type { Request, RequestHandler, Response } from 'express';
import passport from 'passport';
import type { Db } from '../db/connection.ts';
import { casIdentity, type Released } from './cas-identity.ts';
import type { CasSettings } from './cas-settings.ts';
import { PinnedCasStrategy } from './cas-strategy.ts';
import { upsertCasPerson } from './person.ts';
import { signInAddresses } from './sign-in-address.ts';

export interface CasDeps {
  db: Db;
  publicUrl: string;
  casUrl: string;
  cas: CasSettings;
  now: () => Date;
}

/** What the CAS server, or its answer, is reproached with. */
type CasFailure = Error & { code: string };
export const isCasFailure = (error: unknown): error is CasFailure =>
  error instanceof Error && error.name === 'CasError' && 'code' in error;

const noLogin = (attribute: string | null): CasFailure =>
  Object.assign(new Error(`the attribute ${attribute} names nobody, or several`), {
    name: 'CasError',
    code: 'NO_LOGIN',
  });

type Authenticate = (req: Request, res: Response) => Promise<number>;

/** Our own instance of passport, asked for the account of a ticket. It throws what the CAS server or the database did. */
export function casAuthentication({ db, publicUrl, casUrl, cas, now }: CasDeps): {
  prepare: RequestHandler;
  authenticate: Authenticate;
} {
  const people = new passport.Passport();
  const { callback } = signInAddresses(publicUrl, casUrl);
  const verify = async (user: string, released: Released) => {
    const identity = casIdentity(user, released, cas.attributes);
    if (identity === null) throw noLogin(cas.attributes.login);
    return { id: await upsertCasPerson(db, identity, now()) };
  };
  people.use(new PinnedCasStrategy({ casUrl, cas, callback, verify }));
  const authenticate: Authenticate = (req, res) =>
    new Promise((resolve, reject) => {
      const settle = (error: unknown, user?: { id: number } | false | null) =>
        user ? resolve(user.id) : reject(error ?? new Error('The CAS strategy gave nobody'));
      people.authenticate('cas', { session: false }, settle)(req, res, reject);
    });
  return { prepare: people.initialize(), authenticate };
}
