import { type Db, rows } from '../../db/connection.ts';
import { sanitised } from '../../web/rich-text.ts';
import type { Stored } from '../settings/values.ts';
import { settingFields } from './format.ts';

type Row = Record<string, Stored> & { id: number };

/** A row in the order of its form; a rich text as it would be kept anew. */
const stated = (fields: object, row: Row) =>
  Object.fromEntries(
    Object.keys(fields).map((name) => {
      const value = row[name] ?? null;
      return [name, name === 'messageTemplate' && typeof value === 'string' ? sanitised(value) : value];
    }),
  );

type CategoryRow = Row & { parentId: number | null; redirectsTo: number | null };

const pathsSql = `
  with recursive up as (
    select c.id, c.parent_id, c.service_id, array[c.label] as path from categories c
    where c.id in (select redirects_to from categories where service_id = :id)
    union all
    select up.id, c.parent_id, c.service_id, c.label || up.path from categories c join up on c.id = up.parent_id
  )
  select up.id, s.label || up.path as path from up join services s on s.id = up.service_id where up.parent_id is null`;

const key = 'coalesce(p.login, p.mail)';

const membersSql = `
  select m.category_id, ${key} as person from category_members m
  join categories c on c.id = m.category_id join people p on p.id = m.person_id
  where c.service_id = :id and ${key} is not null order by m.position, person`;

async function categoriesOf(db: Db, id: number) {
  const all: CategoryRow[] = await db('categories')
    .where({ serviceId: id })
    .orderBy(['position', 'id'])
    .select(['id', 'parentId', 'redirectsTo', ...Object.keys(settingFields.category)]);
  const members = await rows<{ categoryId: number; person: string }>(db, membersSql, { id });
  const paths = new Map(
    (await rows<{ id: number; path: string[] }>(db, pathsSql, { id })).map((target) => [target.id, target.path]),
  );
  const under = (parent: number | null): object[] =>
    all
      .filter(({ parentId }) => parentId === parent)
      .map((row) => ({
        ...stated(settingFields.category, row),
        redirectsTo: row.redirectsTo === null ? null : (paths.get(row.redirectsTo) ?? null),
        members: members.filter(({ categoryId }) => categoryId === row.id).map(({ person }) => person),
        children: under(row.id),
      }));
  return under(null);
}

const managersSql = `
  select ${key} as person, m.privileges, m.available, m.rate
  from service_managers m join people p on p.id = m.person_id
  where m.service_id = :id and ${key} is not null order by m.position, ${key}`;

const guestsSql = `
  select ${key} as person from permanent_guests g join people p on p.id = g.person_id
  where g.service_id = :id and ${key} is not null order by 1`;

/** A service with all that is set in it, as the object of its file. What belongs to its managers alone is not there. */
export async function exportService(db: Db, id: number) {
  const row: Row & { target: string | null } = await db('services as s')
    .leftJoin('services as target', 'target.id', 's.redirectsTo')
    .where({ 's.id': id })
    .first(['s.id', 'target.label as target', ...Object.keys(settingFields.service).map((name) => `s.${name}`)]);
  const responses = await rows<{ title: string; message: string }>(
    db,
    'select title, message_html as message from canned_responses where service_id = :id order by position, id',
    { id },
  );
  return {
    format: 'guichet-service',
    version: 1,
    service: { ...stated(settingFields.service, row), redirectsTo: row.target },
    categories: await categoriesOf(db, id),
    managers: await rows<object>(db, managersSql, { id }),
    permanentGuests: (await rows<{ person: string }>(db, guestsSql, { id })).map(({ person }) => person),
    cannedResponses: responses.map(({ title, message }) => ({ title, message: sanitised(message) })),
  };
}
