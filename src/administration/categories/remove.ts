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

export const removeFields = {
  to: choice('Déplacer ses tickets vers', 'targets', {
    required: false,
    help: 'Laissez « aucune » si la catégorie n’a pas de tickets.',
  }),
};

export const heirs = async (db: Db, person: Administrator, id: number): Promise<Option[]> =>
  (await placesOf(db, person)).filter((place) => place.id !== id && place.acceptsTickets).map(placeOption);

const blockersSql = `
  select array(select label from categories where parent_id = :id order by position, id) as children,
    array(select s.label || ' › ' || c.label from categories c join services s on s.id = c.service_id
      where c.redirects_to = :id order by c.id) as redirected,
    exists (select 1 from tickets where category_id = :id) as tickets`;

async function obstacle(trx: Transaction, id: number, to: string, t: Translate): Promise<string | null> {
  const [found] = await rows<{ children: string[]; redirected: string[]; tickets: boolean }>(trx, blockersSql, { id });
  if (found === undefined) return null;
  if (found.children.length > 0)
    return t('Elle a des sous-catégories : {{names}}.', { names: found.children.join(', ') });
  if (found.redirected.length > 0)
    return t('Des catégories y sont redirigées : {{names}}.', { names: found.redirected.join(', ') });
  return found.tickets && to === '' ? 'Elle a des tickets : choisissez la catégorie qui les reçoit.' : null;
}

// so that the history still names it: its entries are found by the index of the moves
const renameSql = (side: 'from' | 'to') => `
  update ticket_events set details = jsonb_set(details, '{${side}}', jsonb_build_object('text', cast(:name as text)))
  where action in ('transfer', 'send-back') and details #>> '{${side},category}' = cast(:id as text)`;

/** Deletes a category, its tickets moved to another one; refused with what stands in the way. */
export async function removeCategory(trx: Transaction, { person, at, body, now, t }: Act): Promise<Acted> {
  const { service, category } = await lockedCategory(trx, person, at);
  const targets = await heirs(trx, person, category.id);
  const parsed = parseFields(removeFields, body, { targets });
  if (!parsed.ok) return parsed;
  const reason = await obstacle(trx, category.id, parsed.input.to, t);
  if (reason !== null) return { ok: false, errors: { to: reason } };
  if (parsed.input.to !== '') {
    const heir = await trx('categories')
      .where({ id: Number(parsed.input.to) })
      .first('id', 'serviceId');
    await moveTickets(trx, category, heir, { at: now, kept: false });
    await followDefaults(trx, heir.serviceId);
  }
  for (const side of ['from', 'to'] as const)
    await rows(trx, renameSql(side), { id: category.id, name: category.longLabel });
  await trx('categoryMembers').where({ categoryId: category.id }).delete();
  await trx('categories').where({ id: category.id }).delete();
  const what = { serviceId: service.id, categoryId: category.id, about: category.label, actorId: person.id, at: now };
  await logChanges(trx, { ...what, version: category.version + 1 }, [
    { setting: 'Label', before: category.label, after: null },
  ]);
  return { ok: true, service: service.id };
}
