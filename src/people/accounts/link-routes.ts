import type { RequestHandler } from 'express';
import type { Db } from '../../db/connection.ts';
import { TooMany } from '../../web/errors.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { openSession } from '../open-session.ts';
import { pageAfterSignIn } from '../start-page.ts';
import { openAccount } from './account.ts';
import { limits, mayTry } from './attempts.ts';
import { askForLink, type OpenLink, readLink } from './links.ts';
import { askedPage, askPage, deadLinkPage, linkPage } from './pages.ts';
import {
  type AccountForm,
  errorsOf,
  type Faults,
  field,
  hasFault,
  ipOf,
  languageOf,
  mailFault,
  nameFault,
  passwordFaults,
  readForm,
} from './requests.ts';

export interface AccountDeps {
  db: Db;
  now: () => Date;
}

const asking = {
  create: { action: '/account/new', title: 'Créez votre compte' },
  reset: { action: '/account/forgotten', title: 'Mot de passe oublié' },
} as const;

/** The same page, after the same work, whoever has this address: the mail alone tells. */
const ask =
  ({ db, now }: AccountDeps, purpose: keyof typeof asking): RequestHandler =>
  async (req, res) => {
    const { mail } = readForm(req);
    const faults = { mail: mailFault(mail) };
    if (hasFault(faults)) {
      const model = { ...asking[purpose], kind: purpose, credentials: [field.mail(mail, faults)] };
      return askPage(res, { ...model, errors: errorsOf(faults) }, 422);
    }
    const at = now();
    const few = [await mayTry(db, limits.linkToAddress, mail, at), await mayTry(db, limits.linkFromIp, ipOf(req), at)];
    if (few.includes(false)) throw new TooMany();
    await askForLink(db, { mail, purpose, language: languageOf(res) }, at);
    askedPage(res, { title: 'Consultez votre messagerie', mail });
  };

const showAsk =
  (purpose: keyof typeof asking): RequestHandler =>
  (_req, res) =>
    askPage(res, { ...asking[purpose], kind: purpose, credentials: [field.mail('')] });

const showDead: RequestHandler = (_req, res) => deadLinkPage(res, { title: 'Ce lien ne sert plus' }, 410);

const linkModel = (link: OpenLink, token: string, { name }: Partial<AccountForm>, faults: Faults = {}) => ({
  title: link.name === null ? 'Ouvrez votre compte' : 'Choisissez un nouveau mot de passe',
  token,
  mail: link.mail,
  opening: link.name === null,
  credentials: [...(link.name === null ? [field.name(name ?? '', faults)] : []), ...field.chosen(faults)],
});

const showLink =
  ({ db, now }: AccountDeps): RequestHandler =>
  async (req, res, next) => {
    const token = typeof req.query.token === 'string' ? req.query.token : '';
    const link = await readLink(db, token, now());
    if (link === null) return showDead(req, res, next);
    linkPage(res, linkModel(link, token, {}));
  };

/** Opens the account, or changes its password, and signs in: following the link has proved the address. */
const useLink =
  ({ db, now }: AccountDeps): RequestHandler =>
  async (req, res, next) => {
    const form = readForm(req);
    const link = await readLink(db, form.token, now());
    if (link === null) return showDead(req, res, next);
    const faults = {
      ...(link.name === null ? { name: nameFault(form.name) } : {}),
      ...passwordFaults(form, link.mail),
    };
    if (hasFault(faults)) {
      return linkPage(res, { ...linkModel(link, form.token, form, faults), errors: errorsOf(faults) }, 422);
    }
    const chosen = { ...form, name: link.name ?? form.name, language: languageOf(res) };
    const personId = await openAccount(db, chosen, now());
    if (personId === null) return showDead(req, res, next);
    await openSession(req, personId);
    flash(req, { tone: 'ok', text: translatorOf(res)('Votre mot de passe est enregistré : vous êtes connecté.') });
    res.redirect(303, await pageAfterSignIn(db, personId));
  };

/** Accounts by mail address, for people whom the institution does not know: making one, and a new password. */
export function linkRoutes(deps: AccountDeps) {
  const router = routes('anyone');
  router.get(asking.create.action, showAsk('create'));
  router.post(asking.create.action, ask(deps, 'create'));
  router.get(asking.reset.action, showAsk('reset'));
  router.post(asking.reset.action, ask(deps, 'reset'));
  router.get('/account/link', showLink(deps));
  router.post('/account/link', useLink(deps));
  return router;
}
