import type { Request, Response } from 'express';
import type { Db } from '../db/connection.ts';
import type { PeopleSources } from '../people/find.ts';
import { identify, whyNobody } from '../people/identify.ts';
import { interruptedBody } from '../people/interrupted.ts';
import { hue, initials } from '../people/names.ts';
import { peopleShown } from '../people/people-shown-in-fields.ts';
import { signedIn } from '../people/signed-in.ts';
import { administered } from '../services/administered.ts';
import { type Errors, parseFields, type RenderedField, renderFields } from '../web/fields.ts';
import { flash } from '../web/flash.ts';
import { page, translatorOf } from '../web/page.ts';
import { searchPressed } from '../web/person-fields.ts';
import { routes } from '../web/routes.ts';
import { newManagerFields } from './manager-fields.ts';
import { managerIdOf } from './manager-routes.ts';
import { addManager } from './managers.ts';
import { addGuest, removeGuest } from './permanent-guests.ts';
import { type GuestLine, guestsOf } from './service-lists.ts';
import { type ServicePage, serviceIdOf, servicePage } from './service-tabs.ts';

interface NamingDeps {
  db: Db;
  people: PeopleSources;
  now: () => Date;
}

interface NamingPage extends ServicePage {
  fields: readonly RenderedField[];
}
type Guest = GuestLine & { initials: string; hue: number };

const newManagerPage = page<NamingPage>('services/new-manager');
const guestsPage = page<NamingPage & { guests: readonly Guest[] }>('services/permanent-guests');
const fields = newManagerFields;

interface Shown {
  body?: unknown;
  errors?: Errors;
}

/** The field that names somebody, with what was typed in it. */
async function naming(deps: NamingDeps, res: Response, { body, errors = {} }: Shown) {
  const people = await peopleShown(deps.people, { fields, body, seeker: signedIn(res), t: translatorOf(res) });
  return {
    fields: renderFields(fields, { ...(body === undefined ? {} : { body }), errors, people }),
    errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
  };
}

const statusOf = ({ errors }: Shown) => (errors === undefined ? 200 : 422);

async function showNew(deps: NamingDeps, req: Request, res: Response, shown: Shown) {
  const [person, id, t] = [signedIn(res), serviceIdOf(req), translatorOf(res)];
  await administered(deps.db, person, id, 'manage-managers');
  const frame = await servicePage(deps.db, t, { person, id, tab: '' });
  const title = t('Ajouter un gestionnaire');
  newManagerPage(res, { ...frame, title, ...(await naming(deps, res, shown)) }, statusOf(shown));
}

async function showGuests(deps: NamingDeps, req: Request, res: Response, shown: Shown) {
  const [person, id] = [signedIn(res), serviceIdOf(req)];
  const frame = await servicePage(deps.db, translatorOf(res), { person, id, tab: '/permanent-guests' });
  const named = await naming(deps, res, shown);
  const guests = (await guestsOf(deps.db, id)).map((guest) => ({
    ...guest,
    initials: initials(guest.name),
    hue: hue(guest.name),
  }));
  guestsPage(res, { ...frame, ...named, guests }, statusOf(shown));
}

type Named = { ok: true; who: { id: number; name: string } } | { ok: false; shown: Shown };

/** Whom the form names; else the form again, with the people looked for or the reason. Asked only of who may name. */
async function named({ db, people }: NamingDeps, req: Request, res: Response): Promise<Named> {
  const person = signedIn(res);
  const { body } = req;
  await administered(db, person, serviceIdOf(req), 'manage-managers');
  if (searchPressed(fields, body) !== null) return { ok: false, shown: { body } };
  const parsed = parseFields(fields, { who: '', ...body });
  if (!parsed.ok) return { ok: false, shown: { body, errors: parsed.errors } };
  const found = (await identify(people, fields, body, person))(parsed.input.who);
  if (found.kind === 'found') return { ok: true, who: found };
  // no account is made for an address from outside: its owner is known once he has opened one
  const why = whyNobody(parsed.input.who, found.kind === 'outsider' ? { kind: 'unknown' } : found, translatorOf(res));
  return { ok: false, shown: { body, errors: { who: why } } };
}

async function add(deps: NamingDeps, req: Request, res: Response) {
  const result = await named(deps, req, res);
  if (!result.ok) return showNew(deps, req, res, result.shown);
  const [id, { who }, t] = [serviceIdOf(req), result, translatorOf(res)];
  const { added } = await addManager(deps.db, { person: signedIn(res), id, who, now: deps.now() });
  if (!added) {
    const errors = { who: t('{{name}} est déjà gestionnaire de ce service.', who) };
    return showNew(deps, req, res, { body: req.body, errors });
  }
  const text = t('{{name}} est gestionnaire du service. Choisissez ses privilèges, puis validez.', who);
  flash(req, { tone: 'ok', text });
  res.redirect(303, `/services/${id}/managers/${who.id}`);
}

async function invite(deps: NamingDeps, req: Request, res: Response) {
  const result = await named(deps, req, res);
  if (!result.ok) return showGuests(deps, req, res, result.shown);
  const [id, { who }, t] = [serviceIdOf(req), result, translatorOf(res)];
  const { added } = await addGuest(deps.db, { person: signedIn(res), id, who, now: deps.now() });
  if (!added) {
    const errors = { who: t('{{name}} est déjà un invité permanent de ce service.', who) };
    return showGuests(deps, req, res, { body: req.body, errors });
  }
  flash(req, { tone: 'ok', text: t('{{name}} sera invité à chaque nouveau ticket du service.', who) });
  res.redirect(303, `/services/${id}/permanent-guests#guests`);
}

async function uninvite({ db, now }: NamingDeps, req: Request, res: Response) {
  const [id, t] = [serviceIdOf(req), translatorOf(res)];
  const name = await removeGuest(db, { person: signedIn(res), id, who: managerIdOf(req), now: now() });
  const text =
    name === null
      ? t('Cette personne n’est pas, ou n’est plus, un invité permanent.')
      : t('{{name}} n’est plus invité aux nouveaux tickets ; il reste invité aux tickets où il l’est déjà.', { name });
  flash(req, { tone: name === null ? 'warn' : 'ok', text });
  res.redirect(303, `/services/${id}/permanent-guests#guests`);
}

/** Where a person is named for a service: a new manager, a permanent guest. */
export function namingRoutes(deps: NamingDeps) {
  const router = routes('staff');
  const kept = (req: Request, res: Response) => {
    const body = interruptedBody(req, res);
    return body === undefined ? {} : { body };
  };
  router.get('/services/:id/managers/new', (req, res) => showNew(deps, req, res, kept(req, res)));
  router.post('/services/:id/managers/new', (req, res) => add(deps, req, res));
  router.get('/services/:id/permanent-guests', (req, res) => showGuests(deps, req, res, kept(req, res)));
  router.post('/services/:id/permanent-guests', (req, res) => invite(deps, req, res));
  router.get('/services/:id/permanent-guests/:person/remove', (req, res) =>
    res.redirect(303, `/services/${serviceIdOf(req)}/permanent-guests`),
  );
  router.post('/services/:id/permanent-guests/:person/remove', (req, res) => uninvite(deps, req, res));
  return router;
}
