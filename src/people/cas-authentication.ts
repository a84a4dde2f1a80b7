import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import passport from 'passport';
import type { Logger } from 'pino';
import type { Db } from '../db/connection.ts';
import { type DirectoryMail, mergeOutsider } from './accounts/merge.ts';
import { casIdentity, type Released } from './cas-identity.ts';
import type { CasSettings } from './cas-settings.ts';
import { PinnedCasStrategy } from './cas-strategy.ts';
import { readAttributes } from './directory/attributes.ts';
import type { Directory } from './directory/directory.ts';
import { upsertCasPerson } from './person.ts';
import { signInAddresses } from './sign-in-address.ts';

export interface CasDeps {
  db: Db;
  publicUrl: string;
  casUrl: string;
  cas: CasSettings;
  now: () => Date;
  log: Logger;
  directoryMail: DirectoryMail;
  /** Null where the institution has none. */
  directory: Directory | null;
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

/** How long a sign-in waits for the directory. */
const patience = 3000;

/** What the same person had as an outsider follows. A directory that is down keeps nobody out: next time will do. */
async function claimOutsider({ db, directoryMail, now, log }: CasDeps, login: string, personId: number): Promise<void> {
  try {
    const late = sleep(patience, null, { ref: false });
    const mail = await Promise.race([directoryMail(login), late]);
    if (mail === null) return;
    const from = await mergeOutsider(db, { personId, mail }, now());
    if (from !== null) log.info({ from, into: personId }, 'outsider merged');
  } catch (error) {
    log.error({ err: error, personId }, 'the outsider account could not be looked for');
  }
}

/** What the rules of visibility ask of the directory; late or missing, what was known of it stands. */
async function learnAttributes({ db, directory, log }: CasDeps, login: string, personId: number): Promise<void> {
  if (directory === null) return;
  const read = readAttributes(db, directory, [login.toLowerCase()]).catch((error) =>
    log.error({ err: error, personId }, 'the attributes of an account could not be read'),
  );
  await Promise.race([read, sleep(patience, null, { ref: false })]);
}

type Authenticate = (req: Request, res: Response) => Promise<number>;

/** Our own instance of passport, asked for the account of a ticket. It throws what the CAS server or the database did. */
export function casAuthentication(deps: CasDeps): {
  prepare: RequestHandler;
  authenticate: Authenticate;
} {
  const { db, publicUrl, casUrl, cas, now } = deps;
  const people = new passport.Passport();
  const { callback } = signInAddresses(publicUrl, casUrl);
  const verify = async (user: string, released: Released) => {
    const identity = casIdentity(user, released, cas.attributes);
    if (identity === null) throw noLogin(cas.attributes.login);
    const id = await upsertCasPerson(db, identity, now());
    await Promise.all([claimOutsider(deps, identity.login, id), learnAttributes(deps, identity.login, id)]);
    return { id };
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
