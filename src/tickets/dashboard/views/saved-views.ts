import { type Db, rows, type Transaction } from '../../../db/connection.ts';
import type { Person } from '../../../people/person.ts';
import { stepped } from '../../../web/stepped.ts';
import type { Mode } from '../filter.ts';

/** A list under a name. It gives no right: each reader finds in it what he may see. */
export interface SavedView {
  id: number;
  name: string;
  mode: Mode;
  query: string;
  /** The service with whose managers it is shared, null for one's own. */
  serviceId: number | null;
  service: string | null;
  author: string;
  /** The one that the menu opens for this reader. */
  isDefault: boolean;
}

/** One's own, and those of the services that one manages; whoever may read a view may change it. */
export const readableViewSql = `(case when v.service_id is null then v.person_id = :person
  else v.service_id in (select service_id from service_managers where person_id = :person) end)`;

export const viewOrder = 'v.service_id nulls first, v.position, v.id';

const viewsSql = `
  select v.id, v.name, v.mode, v.query, v.service_id, s.label as service, author.display_name as author,
    exists (select 1 from default_views d where d.person_id = :person and d.view_id = v.id) as is_default
  from saved_views v join people author on author.id = v.person_id left join services s on s.id = v.service_id
  where ${readableViewSql}`;

/** Names that the person reads: more than these would not be read. */
const mostViews = 100;

export const savedViews = (db: Db, person: Person) =>
  rows<SavedView>(db, `${viewsSql} order by v.mode desc, ${viewOrder} limit ${mostViews}`, { person: person.id });

export async function savedView(db: Db, person: Person, id: number): Promise<SavedView | null> {
  const [found] = await rows<SavedView>(db, `${viewsSql} and v.id = :id`, { person: person.id, id });
  return found ?? null;
}

export interface ViewInput {
  name: string;
  serviceId: number | null;
}

const addSql = `
  insert into saved_views (person_id, service_id, mode, name, query, position)
  select :person, :service, :mode, :name, :query, coalesce(max(v.position) + 1, 0)
  from saved_views v where ${readableViewSql}
  having count(*) < ${mostViews}
  returning id`;

/** Null when this person has as many as one may have. */
export async function addView(db: Db, person: Person, view: ViewInput & { mode: Mode; query: string }) {
  const { name, mode, query, serviceId } = view;
  const bindings = { person: person.id, service: serviceId, mode, name, query };
  const [added] = await rows<{ id: number }>(db, addSql, bindings);
  return added?.id ?? null;
}

export const changeView = (db: Db, person: Person, id: number, { name, serviceId }: ViewInput) =>
  rows(
    db,
    `update saved_views v set name = :name, service_id = :service,
       person_id = case when cast(:service as integer) is null then :person else v.person_id end
     where v.id = :id and ${readableViewSql}`,
    { person: person.id, id, name, service: serviceId },
  );

export const deleteView = (db: Db, person: Person, id: number) =>
  rows(db, `delete from saved_views v where v.id = :id and ${readableViewSql}`, { person: person.id, id });

const neighboursSql = `
  select v.id from saved_views v join saved_views moved on moved.id = :id
  where ${readableViewSql} and v.mode = moved.mode and v.service_id is not distinct from moved.service_id
  order by v.position, v.id for update of v`;

/** One place up or down among those of the same list. */
export async function moveView(trx: Transaction, person: Person, id: number, by: -1 | 1): Promise<void> {
  const found = await rows<{ id: number }>(trx, neighboursSql, { person: person.id, id });
  const ids = stepped(found, (view) => view.id === id, by).map((view) => view.id);
  await rows(
    trx,
    `update saved_views v set position = placed.place
     from unnest(cast(:ids as integer[])) with ordinality placed (id, place) where v.id = placed.id`,
    { ids },
  );
}
