import express, { type Express, type Request, type Response } from 'express';
import type { Db } from '../db/connection.ts';
import { tellServices } from './cas/back-channel.ts';
import { loginPage, refusedPage, signedInPage, signedOutPage, unknownPersonPage } from './cas/pages.ts';
import { type Recognise, servicesUnder, withTicket } from './cas/services.ts';
import { CasState } from './cas/state.ts';
import { type FailureCode, failure, success } from './cas/xml.ts';
import { databaseFromEnvironment, fromEnvironment, isEntry, runAlone } from './child.ts';
import { protectPages, stylesheet } from './html.ts';
import { casPeople, casPerson } from './people.ts';
import { type Served, serve } from './serve.ts';

interface CasOptions {
  /** 0: any free port. */
  port: number;
  db: Db;
  /** The portal: the only one whose addresses get tickets. */
  publicUrl: string;
}

interface Cas {
  db: Db;
  state: CasState;
  recognise: Recognise;
}

const cookieName = 'demo_cas';

const sessionOf = (req: Request) =>
  new RegExp(`(?:^|; )${cookieName}=(TGT-[\\w-]+)`).exec(req.headers.cookie ?? '')?.[1] ?? '';

const one = (values: unknown, name: string): string => {
  const value = (values as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
};

const isSet = (value: string) => value !== '' && value !== 'false';

/** The wanted service: empty when none is asked for, null when it is not ours. */
const wantedService = ({ recognise }: Cas, asked: string) => (asked === '' ? '' : recognise(asked));

function letThrough({ state }: Cas, res: Response, session: string, service: string, fresh: boolean): void {
  if (service === '') res.send(signedInPage(state.loginOf(session) ?? ''));
  else res.redirect(303, withTicket(service, state.grant(session, service, fresh)));
}

async function showLogin(cas: Cas, req: Request, res: Response): Promise<void> {
  const service = wantedService(cas, one(req.query, 'service'));
  const renew = isSet(one(req.query, 'renew'));
  const session = sessionOf(req);
  if (service === null) res.status(403).send(refusedPage());
  else if (!renew && cas.state.loginOf(session)) letThrough(cas, res, session, service, false);
  else if (!renew && service !== '' && isSet(one(req.query, 'gateway'))) res.redirect(303, service);
  else res.send(loginPage({ people: await casPeople(cas.db), filter: one(req.query, 'filter'), service, renew }));
}

async function signIn(cas: Cas, req: Request, res: Response): Promise<void> {
  const service = wantedService(cas, one(req.body, 'service'));
  const person = await casPerson(cas.db, one(req.body, 'username'));
  if (service === null) return void res.status(403).send(refusedPage());
  if (!person) return void res.status(401).send(unknownPersonPage());
  const session = cas.state.open(person.login);
  res.cookie(cookieName, session, { httpOnly: true, sameSite: 'lax', path: '/' });
  letThrough(cas, res, session, service, true);
}

type Verdict = { person: Parameters<typeof success>[0]; fresh: boolean } | { code: FailureCode; why: string };

async function judge({ db, state, recognise }: Cas, query: Request['query']): Promise<Verdict> {
  const [ticket, service] = [one(query, 'ticket'), one(query, 'service')];
  if (!ticket || !service) return { code: 'INVALID_REQUEST', why: 'The parameters service and ticket are required' };
  const found = state.use(ticket);
  if (!found) return { code: 'INVALID_TICKET', why: `Ticket ${ticket} not recognized` };
  if (found.service !== recognise(service))
    return { code: 'INVALID_SERVICE', why: `Ticket ${ticket} is not for ${service}` };
  if (isSet(one(query, 'renew')) && !found.fresh) return { code: 'INVALID_TICKET', why: 'Not from a new sign-in' };
  const person = await casPerson(db, found.login);
  return person ? { person, fresh: found.fresh } : { code: 'INTERNAL_ERROR', why: 'This person no longer exists' };
}

async function validate(cas: Cas, req: Request, res: Response): Promise<void> {
  const verdict = await judge(cas, req.query);
  res
    .type('application/xml')
    .send('code' in verdict ? failure(verdict.code, verdict.why) : success(verdict.person, verdict.fresh));
}

async function signOut({ state, recognise }: Cas, req: Request, res: Response): Promise<void> {
  await tellServices(state.end(sessionOf(req)), new Date());
  const next = recognise(one(req.query, 'service'));
  res.clearCookie(cookieName, { path: '/' });
  if (next === null) res.send(signedOutPage());
  else res.redirect(303, next);
}

function casApp(cas: Cas, portal: string): Express {
  const app = express()
    .disable('x-powered-by')
    .use(protectPages([portal]), express.urlencoded({ extended: false }));
  app.get('/style.css', stylesheet);
  app.get('/', (_req, res) => res.redirect(303, '/login'));
  app.get('/login', (req, res) => showLogin(cas, req, res));
  app.post('/login', (req, res) => signIn(cas, req, res));
  app.get(['/serviceValidate', '/p3/serviceValidate'], (req, res) => validate(cas, req, res));
  app.get('/logout', (req, res) => signOut(cas, req, res));
  return app;
}

/** A CAS server (protocol 3) on which the people of the database sign in without a password. */
export const startDemoCas = ({ port, db, publicUrl }: CasOptions): Promise<Served> =>
  serve(
    casApp({ db, state: new CasState(Date.now), recognise: servicesUnder(publicUrl) }, new URL(publicUrl).origin),
    port,
  );

if (isEntry(import.meta.url)) {
  await runAlone(() =>
    startDemoCas({
      port: Number(fromEnvironment('DEMO_PORT')),
      db: databaseFromEnvironment(),
      publicUrl: fromEnvironment('PUBLIC_URL'),
    }),
  );
}
