import type { Request, RequestHandler, Response } from 'express';
import { NotFound, TooMany } from '../../web/errors.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { openSession } from '../open-session.ts';
import type { Person } from '../person.ts';
import { signedIn } from '../signed-in.ts';
import { changePassword, rename } from './account.ts';
import { limits, mayTry } from './attempts.ts';
import type { AccountDeps } from './link-routes.ts';
import { accountPage } from './pages.ts';
import { errorsOf, type Faults, field, hasFault, nameFault, passwordFaults, readForm } from './requests.ts';

const here = '/preferences/account';

/** People of the institution change their name and password there, not here. */
function outsider(res: Response): Person & { mail: string } {
  const person = signedIn(res);
  if (person.kind !== 'external' || person.mail === null) throw new NotFound();
  return { ...person, mail: person.mail };
}

const show = (res: Response, faults: Faults = {}, name?: string) => {
  const { mail, displayName } = outsider(res);
  const model = {
    title: 'Compte',
    mail,
    name: [field.name(name ?? displayName, faults)],
    passwords: [field.present('current', faults), ...field.chosen(faults)],
    errors: errorsOf(faults),
  };
  accountPage(res, model, hasFault(faults) ? 422 : 200);
};

const saved = (req: Request, res: Response, words: string) => {
  flash(req, { tone: 'ok', text: translatorOf(res)(words) });
  res.redirect(303, here);
};

const saveName =
  ({ db }: AccountDeps): RequestHandler =>
  async (req, res) => {
    const { id } = outsider(res);
    const { name } = readForm(req);
    const faults = { name: nameFault(name) };
    if (hasFault(faults)) return show(res, faults, name);
    await rename(db, id, name);
    saved(req, res, 'Votre nom est enregistré.');
  };

const savePassword =
  ({ db, now }: AccountDeps): RequestHandler =>
  async (req, res) => {
    const { id, mail } = outsider(res);
    const form = readForm(req);
    const faults = passwordFaults(form, mail);
    if (hasFault(faults)) return show(res, faults);
    if (!(await mayTry(db, limits.password, String(id), now()))) throw new TooMany();
    const done = await changePassword(db, id, { current: form.current, next: form.password }, now());
    if (!done) return show(res, { current: 'Ce n’est pas votre mot de passe actuel.' });
    await openSession(req, id);
    saved(req, res, 'Votre mot de passe est enregistré ; vos autres sessions sont fermées.');
  };

/** Name and password of an outsider. */
export function accountRoutes(deps: AccountDeps) {
  const router = routes('signed-in');
  router.get(here, (_req, res) => show(res));
  router.post(`${here}/name`, saveName(deps));
  router.post(`${here}/password`, savePassword(deps));
  router.get(`${here}/:part`, (_req, res) => res.redirect(303, here));
  return router;
}
