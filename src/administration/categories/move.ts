import { rows, type Transaction } from '../../db/connection.ts';
import { type Administrator, administered } from '../../services/administered.ts';
import { logChanges } from '../../services/setting-changes.ts';
import { followDefaults } from '../../tickets/follow-defaults.ts';
import { invitePermanentGuests, lockTicketsOf, noteMoves, releaseStrangers } from '../../tickets/quiet-moves.ts';
import { choice, type Errors, parseFields } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';
import { type Category, lastPosition, lockedCategory } from './category.ts';
import { parentOptions, placesOf, subtree } from './places.ts';

export const moveFields = {
  place: choice('Nouvelle place', 'places', { help: 'Une catégorie, ou la racine d’un service que vous gérez.' }),
};

export interface Act {
  person: Administrator;
  at: { service: number; category: number };
  body: unknown;
  now: Date;
  t: Translate;
}

export type Acted = { ok: true; service: number } | { ok: false; errors: Errors };

interface Target {
  serviceId: number;
  parentId: number | null;
  label: string;
}

/** The place that an option stands for. */
async function targetOf(trx: Transaction, value: string): Promise<Target> {
  const [kind, id] = value.startsWith('service:') ? ['service', value.slice(8)] : ['category', value];
  const sql =
    kind === 'service'
      ? 'select id as service_id, null::integer as parent_id, label from services where id = :id'
      : `select c.service_id, c.id as parent_id, s.label || ' › ' || c.label as label
         from categories c join services s on s.id = c.service_id where c.id = :id`;
  const [found] = await rows<Target>(trx, sql, { id: Number(id) });
  if (found === undefined) throw new Error('An option that stands for no place');
  return found;
}

/** Moves a category and all that is under it, with the tickets: in its service, or to another whose categories one manages. */
export async function moveCategory(trx: Transaction, { person, at, body, now, t }: Act): Promise<Acted> {
  const { service, category } = await lockedCategory(trx, person, at);
  const places = await parentOptions(trx, person, { without: category.id, t });
  const parsed = parseFields(moveFields, body, { places });
  if (!parsed.ok) return parsed;
  const target = await targetOf(trx, parsed.input.place);
  const leaves = target.serviceId !== service.id;
  if (leaves) await administered(trx, person, target.serviceId, 'manage-categories', { lock: true });
  const moved = subtree(await placesOf(trx, person), category.id);
  if (leaves && (await confidentialRefused(trx, [...moved], target.serviceId)))
    return { ok: false, errors: { place: 'Ce service n’autorise pas les catégories confidentielles.' } };
  const before = await labelAbove(trx, category, service.label);
  const position = await lastPosition(trx, target.serviceId, target.parentId);
  if (leaves) await changeService(trx, { category, ids: [...moved], from: service, target, position, now });
  else
    await trx('categories')
      .where({ id: category.id })
      .update({ parentId: target.parentId, position, version: category.version + 1 });
  const what = { categoryId: category.id, about: category.label, actorId: person.id, at: now };
  for (const serviceId of new Set([service.id, target.serviceId]))
    await logChanges(trx, { ...what, serviceId, version: category.version + 1 }, [
      { setting: 'Place', before, after: target.label },
    ]);
  await followDefaults(trx, target.serviceId);
  return { ok: true, service: target.serviceId };
}

const labelAbove = async (trx: Transaction, { parentId }: Category, service: string): Promise<string> =>
  parentId === null ? service : (await targetOf(trx, String(parentId))).label;

async function confidentialRefused(trx: Transaction, ids: readonly number[], serviceId: number): Promise<boolean> {
  const [found] = await rows<{ refused: boolean }>(
    trx,
    `select exists (select 1 from categories where id = any (:ids) and confidential)
       and not (select confidential_allowed from services where id = :serviceId) as refused`,
    { ids, serviceId },
  );
  return found?.refused ?? false;
}

interface Leaving {
  category: Category;
  ids: readonly number[];
  from: { id: number; label: string };
  target: Target;
  position: number;
  now: Date;
}

// one statement: the constraints hold at its end
const leaveSql = `
  with tickets_too as (
    update tickets set service_id = :service, anonymous = (select anonymous from services where id = :service)
    where category_id = any (:ids)
  )
  update categories set service_id = :service, version = version + 1,
    parent_id = case id when :category then cast(:parent as integer) else parent_id end,
    position = case id when :category then :position else position end
  where id = any (:ids) returning id, long_label`;

async function changeService(trx: Transaction, { category, ids, from, target, position, now }: Leaving) {
  const tickets = new Map<number, number[]>();
  for (const id of ids) tickets.set(id, await lockTicketsOf(trx, id));
  const bindings = { ids, category: category.id, service: target.serviceId, parent: target.parentId, position };
  const moved = await rows<{ id: number; longLabel: string }>(trx, leaveSql, bindings);
  const { label: to } = await targetOf(trx, `service:${target.serviceId}`);
  await rows(
    trx,
    `delete from category_members m where m.category_id = any (:ids) and not exists (
       select 1 from service_managers s where s.service_id = :service and s.person_id = m.person_id)`,
    { ids, service: target.serviceId },
  );
  for (const { id, longLabel } of moved) {
    const held = tickets.get(id) ?? [];
    const named = (service: string) => ({ text: `${longLabel} (${service})` });
    const changes = { serviceId: [from.id, target.serviceId] } as const;
    await noteMoves(trx, held, { details: { from: named(from.label), to: named(to) }, changes, at: now });
    await releaseStrangers(trx, held, now);
    await invitePermanentGuests(trx, held, now);
  }
}
