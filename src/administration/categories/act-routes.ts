import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db, Transaction } from '../../db/connection.ts';
import { signedIn } from '../../people/signed-in.ts';
import { administered } from '../../services/administered.ts';
import { changedSince, type Since } from '../../services/since.ts';
import type { Choices, Errors } from '../../web/fields.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { type ActForm, showAct } from './act-page.ts';
import { categoryOf, lockedCategory, placeOf } from './category.ts';
import { type Act, type Acted, moveCategory, moveFields } from './move.ts';
import { parentOptions } from './places.ts';
import { redirectCategory, redirectFields, redirectionTargets } from './redirect.ts';
import { heirs, removeCategory, removeFields } from './remove.ts';

interface CategoryAct extends Pick<ActForm, 'consequence' | 'button' | 'fields' | 'danger'> {
  path: string;
  done: string;
  choices(db: Db, asked: Pick<Act, 'person' | 't'>, id: number): Promise<Choices>;
  act(trx: Transaction, act: Act): Promise<Acted>;
}

const none = { value: '', label: 'aucune' };

const acts: readonly CategoryAct[] = [
  {
    path: 'move',
    fields: moveFields,
    button: 'Déplacer la catégorie',
    consequence:
      'Ses sous-catégories et leurs tickets suivent, sans courriel. Dans un autre service, les membres et les gestionnaires de tickets qui n’y sont pas gestionnaires sont retirés.',
    done: 'La catégorie est déplacée.',
    choices: async (db, { person, t }, without) => ({ places: await parentOptions(db, person, { without, t }) }),
    act: moveCategory,
  },
  {
    path: 'redirect',
    fields: redirectFields,
    button: 'Rediriger la catégorie',
    consequence:
      'Elle reste proposée sous son nom, et ce qu’on y dépose arrive dans la catégorie choisie. Ses tickets y sont déplacés, sans courriel.',
    done: 'La redirection est modifiée.',
    choices: async (db, { person }, id) => ({ targets: [none, ...(await redirectionTargets(db, person, id))] }),
    act: redirectCategory,
  },
  {
    path: 'delete',
    fields: removeFields,
    button: 'Supprimer la catégorie',
    danger: true,
    consequence: 'Elle disparaît pour de bon. Ses tickets sont déplacés dans la catégorie choisie, sans courriel.',
    done: 'La catégorie est supprimée.',
    choices: async (db, { person }, id) => ({ targets: [none, ...(await heirs(db, person, id))] }),
    act: removeCategory,
  },
];

interface Shown {
  errors?: Errors;
  since?: readonly Since[];
}

async function show(db: Db, one: CategoryAct, req: Request, res: Response, shown: Shown = {}) {
  const at = placeOf(req);
  await administered(db, signedIn(res), at.service, 'manage-categories');
  const category = await categoryOf(db, at);
  const t = translatorOf(res);
  const { fields, button, consequence, danger = false } = one;
  const form: ActForm = {
    fields,
    button,
    consequence,
    danger,
    version: category.version,
    heading: t('{{button}} « {{label}} »', { button: t(button), label: category.label }),
    back: `/services/${at.service}/categories/${at.category}`,
    choices: await one.choices(db, { person: signedIn(res), t }, at.category),
    start: { to: category.redirectsTo === null ? '' : String(category.redirectsTo) },
  };
  await showAct(db, req, res, form, { ...shown, ...(req.method === 'POST' ? { body: req.body } : {}) });
}

const envelope = z.object({ version: z.coerce.number().int().positive().optional().catch(undefined) });

/** Null when the category is no longer as the form showed it. */
async function actOn(trx: Transaction, one: CategoryAct, act: Act): Promise<Acted | null> {
  // one at a time: two at once could make a loop, or wait for each other's services
  await trx.raw("select pg_advisory_xact_lock(hashtext('acts on categories'))");
  const { category } = await lockedCategory(trx, act.person, act.at);
  const { version = category.version } = envelope.parse(act.body ?? {});
  return category.version === version ? one.act(trx, act) : null;
}

async function showStale(db: Db, one: CategoryAct, req: Request, res: Response) {
  const { service: serviceId, category: categoryId } = placeOf(req);
  const { version = 0 } = envelope.parse(req.body);
  await show(db, one, req, res, { since: await changedSince(db, { serviceId, categoryId, version }) });
}

async function perform(db: Db, now: Date, one: CategoryAct, req: Request, res: Response) {
  const act: Act = { person: signedIn(res), at: placeOf(req), body: req.body, now, t: translatorOf(res) };
  const result = await db.transaction((trx) => actOn(trx, one, act));
  if (result === null) return showStale(db, one, req, res);
  if (!result.ok) return show(db, one, req, res, { errors: result.errors });
  flash(req, { tone: 'ok', text: translatorOf(res)(one.done) });
  res.redirect(303, `/services/${result.service}/categories#category-${act.at.category}`);
}

/** What is done to a category as a whole, by who manages the categories of its service. */
export function categoryActRoutes({ db, now }: { db: Db; now: () => Date }) {
  const router = routes('staff');
  for (const one of acts) {
    const path = `/services/:id/categories/:category/${one.path}`;
    router.get(path, (req, res) => show(db, one, req, res));
    router.post(path, (req, res) => perform(db, now(), one, req, res));
  }
  return router;
}
