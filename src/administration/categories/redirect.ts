import { type Db, rows, type Transaction } from '../../db/connection.ts';
import type { Administrator } from '../../services/administered.ts';
import { logChanges } from '../../services/setting-changes.ts';
import { followDefaults } from '../../tickets/follow-defaults.ts';
import { moveTickets } from '../../tickets/quiet-moves.ts';
import { choice, type Option, parseFields } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';
import { lockedCategory } from './category.ts';
import type { Act, Acted } from './move.ts';
import { placeOption, placesOf } from './places.ts';

export const redirectFields = {
  to: choice('Redirection', 'targets', { required: false, help: 'La catégorie où ses tickets sont déposés.' }),
};

export const redirectionTargets = async (db: Db, person: Administrator, id: number): Promise<Option[]> =>
  (await placesOf(db, person)).filter((place) => place.id !== id).map(placeOption);

interface Step {
  id: number;
  label: string;
  serviceId: number;
  acceptsTickets: boolean;
}

const chainSql = `
  with recursive chain as (
    select id, label, service_id, redirects_to, accepts_tickets, 0 as step from categories where id = :to
    union all
    select c.id, c.label, c.service_id, c.redirects_to, c.accepts_tickets, chain.step + 1
    from categories c join chain on c.id = chain.redirects_to where chain.id <> :id and chain.step < 50
  )
  select id, label, service_id, accepts_tickets from chain order by step`;

/** Sends what is filed in a category to another one, or no longer; a loop is refused, and shown. */
export async function redirectCategory(trx: Transaction, { person, at, body, now, t }: Act): Promise<Acted> {
  const { service, category } = await lockedCategory(trx, person, at);
  const targets = await redirectionTargets(trx, person, category.id);
  const parsed = parseFields(redirectFields, body, { targets });
  if (!parsed.ok) return parsed;
  const to = parsed.input.to === '' ? null : Number(parsed.input.to);
  if (to === category.redirectsTo) return { ok: true, service: service.id };
  const chain = to === null ? [] : await rows<Step>(trx, chainSql, { id: category.id, to });
  const reason = await obstacle(trx, category, chain, t);
  if (reason !== null) return { ok: false, errors: { to: reason } };
  const version = category.version + 1;
  const accepts = to === null ? {} : { acceptsTickets: false };
  await trx('categories')
    .where({ id: category.id })
    .update({ redirectsTo: to, version, ...accepts });
  const last = chain.at(-1);
  if (last !== undefined) {
    await moveTickets(trx, category, last, { at: now, kept: true });
    await followDefaults(trx, last.serviceId);
  }
  const what = { serviceId: service.id, categoryId: category.id, about: category.label, actorId: person.id, at: now };
  const worded = (id: number | null) => targets.find(({ value }) => value === String(id));
  const name = (id: number | null) => {
    const option = worded(id);
    return option === undefined ? null : `${option.group} › ${option.label}`;
  };
  await logChanges(trx, { ...what, version }, [
    { setting: 'Redirection', before: name(category.redirectsTo), after: name(to) },
  ]);
  return { ok: true, service: service.id };
}

async function obstacle(
  trx: Transaction,
  { id, label }: { id: number; label: string },
  chain: readonly Step[],
  t: Translate,
) {
  if (chain.some((step) => step.id === id)) {
    const loop = [label, ...chain.map((step) => step.label)].join(' → ');
    return t('Boucle de redirection détectée : {{loop}}.', { loop });
  }
  const last = chain.at(-1);
  if (last === undefined) return null;
  if ((await trx('categories').where({ parentId: id }).first('id')) !== undefined)
    return 'Cette catégorie a des sous-catégories : déplacez-les ou supprimez-les d’abord.';
  return last.acceptsTickets ? null : 'Cette catégorie n’accepte pas de tickets.';
}
