import type { Request, Response } from 'express';
import { type Db, rows, type Transaction } from '../../db/connection.ts';
import { signedIn } from '../../people/signed-in.ts';
import { type Administrator, administered } from '../../services/administered.ts';
import { logChanges } from '../../services/setting-changes.ts';
import { checkbox, choice, type InputOf, parseFields } from '../../web/fields.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import type { Translate } from '../../web/words.ts';
import { serviceIdOf } from '../service-tabs.ts';
import { categoryFields } from '../settings/fields.ts';
import { type ActForm, showAct } from './act-page.ts';
import { lastPosition } from './category.ts';
import { parentOptions } from './places.ts';

const { label, longLabel, help } = categoryFields;
const fields = {
  label,
  longLabel,
  help,
  parent: choice('Place', 'parents', { help: 'La catégorie sous laquelle l’ajouter, ou la racine du service.' }),
  closesParent: checkbox('La catégorie au-dessus n’accepte plus de tickets', {
    help: 'Elle ne fait plus que grouper ses sous-catégories.',
  }),
};

const parentIdOf = (value: string) => (value.startsWith('service:') ? null : Number(value));

export const showAdding = async (db: Db, req: Request, res: Response, shown: Parameters<typeof showAct>[4] = {}) => {
  const id = serviceIdOf(req);
  const parents = await parentOptions(db, signedIn(res), { within: id, t: translatorOf(res) });
  const asked = parents.find(({ value }) => value === req.query.parent)?.value ?? `service:${id}`;
  const form: ActForm = {
    heading: 'Ajouter une catégorie',
    consequence: 'Elle est ajoutée à la fin, et proposée aussitôt à la création d’un ticket si le service est activé.',
    button: 'Ajouter la catégorie',
    back: `/services/${id}/categories`,
    fields,
    choices: { parents },
    start: { parent: asked },
  };
  return showAct(db, req, res, form, shown);
};

async function insert(trx: Transaction, serviceId: number, input: InputOf<typeof fields>): Promise<number> {
  const { parent, closesParent, ...names } = input;
  const parentId = parentIdOf(parent);
  const position = await lastPosition(trx, serviceId, parentId);
  const [made] = await trx('categories')
    .insert({ ...names, serviceId, parentId, position })
    .returning('id');
  return made.id;
}

interface Adding {
  person: Administrator;
  serviceId: number;
  body: unknown;
  now: Date;
  t: Translate;
}

const add = (db: Db, { person, serviceId, body, now, t }: Adding) =>
  db.transaction(async (trx) => {
    const service = await administered(trx, person, serviceId, 'manage-categories', { lock: true });
    const parents = await parentOptions(trx, person, { within: service.id, t });
    const parsed = parseFields(fields, body, { parents });
    if (!parsed.ok) return parsed;
    const id = await insert(trx, service.id, parsed.input);
    const by = { serviceId, actorId: person.id, at: now };
    await logChanges(trx, { ...by, categoryId: id, about: parsed.input.label, version: 1 }, [
      { setting: 'Label', before: null, after: parsed.input.label },
    ]);
    const parentId = parentIdOf(parsed.input.parent);
    if (parentId !== null && parsed.input.closesParent) await closeToTickets(trx, parentId, by);
    return { ok: true as const, id };
  });

/** From now on it only groups others. */
async function closeToTickets(trx: Transaction, id: number, by: { serviceId: number; actorId: number; at: Date }) {
  const [closed] = await rows<{ label: string; version: number }>(
    trx,
    `update categories set accepts_tickets = false, version = version + 1
     where id = :id and accepts_tickets returning label, version`,
    { id },
  );
  if (closed === undefined) return;
  await logChanges(trx, { ...by, categoryId: id, about: closed.label, version: closed.version }, [
    { setting: categoryFields.acceptsTickets.label, before: 'oui', after: 'non' },
  ]);
}

export async function addCategory(db: Db, now: Date, req: Request, res: Response) {
  const serviceId = serviceIdOf(req);
  const added = await add(db, { person: signedIn(res), serviceId, body: req.body, now, t: translatorOf(res) });
  if (!added.ok) return showAdding(db, req, res, { body: req.body, errors: added.errors });
  flash(req, { tone: 'ok', text: translatorOf(res)('La catégorie est ajoutée.') });
  res.redirect(303, `/services/${serviceId}/categories#category-${added.id}`);
}
