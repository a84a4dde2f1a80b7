import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { type PeopleSources, personBy } from '../people/find.ts';
import { whyNobody } from '../people/identify.ts';
import { peopleShown } from '../people/people-shown-in-fields.ts';
import { signedIn } from '../people/signed-in.ts';
import { NotFound } from '../web/errors.ts';
import { parseFields, type RenderedField, renderFields } from '../web/fields.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { person, searchPressed } from '../web/person-fields.ts';
import { routes } from '../web/routes.ts';
import {
  type Added,
  type AdministratorLine,
  addAdministrator,
  administrators,
  type RightChange,
  removeAdministrator,
  rightChanges,
} from './administrators.ts';

interface AdministratorsPage extends PageModel {
  administrators: readonly AdministratorLine[];
  changes: readonly RightChange[];
  fields: readonly RenderedField[];
}

const here = '/administration/administrators';
const administratorsPage = page<AdministratorsPage>('administration/administrators');
const removalPage = page<PageModel & { removed: AdministratorLine }>('administration/remove-administrator');

const fields = {
  who: person('Identifiant ou adresse électronique', { required: 'Indiquez qui devient administrateur.' }),
};

const refusals: Record<Exclude<Added['kind'], 'done'>, string> = {
  already: '{{name}} est déjà administrateur.',
  external: '{{name}} n’est pas de l’établissement, comme un administrateur doit l’être.',
  left: '{{name}} n’est plus dans l’annuaire.',
};

interface Deps {
  db: Db;
  people: PeopleSources;
  now: () => Date;
}

async function show({ db, people }: Deps, res: Response, body?: unknown, reason?: string) {
  const t = translatorOf(res);
  const errors = reason === undefined ? {} : { who: reason };
  const found = await peopleShown(people, { fields, body, seeker: signedIn(res), t });
  administratorsPage(
    res,
    {
      title: t('Administrateurs'),
      current: 'administration',
      administrators: await administrators(db),
      changes: await rightChanges(db),
      fields: renderFields(fields, { ...(body === undefined ? {} : { body }), errors, people: found }),
      errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
    },
    reason === undefined ? 200 : 422,
  );
}

async function add(deps: Deps, req: Request, res: Response) {
  if (searchPressed(fields, req.body) !== null) return show(deps, res, req.body);
  const t = translatorOf(res);
  const actor = signedIn(res);
  const parsed = parseFields(fields, req.body);
  if (!parsed.ok) return show(deps, res, req.body, parsed.errors.who);
  const { who } = parsed.input;
  const found = await personBy(deps.people, who, actor);
  if (found.kind === 'outsider') return show(deps, res, req.body, t(refusals.external, { name: found.mail }));
  if (found.kind !== 'found') return show(deps, res, req.body, whyNobody(who, found, t));
  const added = await addAdministrator(deps.db, { personId: found.id, actorId: actor.id, at: deps.now() });
  if (added.kind !== 'done') return show(deps, res, req.body, t(refusals[added.kind], { name: added.name }));
  flash(req, { tone: 'ok', text: t('{{name}} est maintenant administrateur.', { name: added.name }) });
  res.redirect(303, here);
}

const params = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const notOne = () => new NotFound('Cette personne n’est pas administrateur.');

function idOf(req: Request): number {
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw notOne();
  return parsed.data.id;
}

async function confirm({ db }: Deps, req: Request, res: Response) {
  const id = idOf(req);
  const removed = (await administrators(db)).find((one) => one.id === id && id !== signedIn(res).id);
  if (removed === undefined) throw notOne();
  removalPage(res, { title: translatorOf(res)('Retirer un administrateur'), current: 'administration', removed });
}

async function remove({ db, now }: Deps, req: Request, res: Response) {
  const asked = { personId: idOf(req), actorId: signedIn(res).id, at: now() };
  const name = await removeAdministrator(db, asked);
  if (name === null) throw notOne();
  flash(req, { tone: 'ok', text: translatorOf(res)('{{name}} n’est plus administrateur.', { name }) });
  res.redirect(303, here);
}

/** Who administers the installation: read by the managers, changed by the administrators. */
export function administratorRoutes(deps: Deps) {
  const readers = routes('staff');
  readers.get(here, (_req, res) => show(deps, res));
  const router = routes('admin');
  router.post(here, (req, res) => add(deps, req, res));
  router.get(`${here}/:id/remove`, (req, res) => confirm(deps, req, res));
  router.post(`${here}/:id/remove`, (req, res) => remove(deps, req, res));
  return [readers, router];
}
