import { type Db, rows } from '../../../db/connection.ts';
import type { Person } from '../../../people/person.ts';
import type { Mode } from '../filter.ts';
import { readableViewSql } from './saved-views.ts';

/** What the dashboard opens in a mode when its address says nothing else: a saved view, or the list as it was kept. */
export async function defaultQuery(db: Db, person: Person, mode: Mode): Promise<string | null> {
  const [found] = await rows<{ query: string | null }>(
    db,
    `select coalesce(v.query, d.query) as query from default_views d
     left join saved_views v on v.id = d.view_id and ${readableViewSql}
     where d.person_id = :person and d.mode = :mode`,
    { person: person.id, mode },
  );
  return found?.query ?? null;
}

export const keepAsDefault = (
  db: Db,
  person: Person,
  mode: Mode,
  { viewId = null, query = null }: { viewId?: number | null; query?: string | null },
) =>
  rows(
    db,
    `insert into default_views (person_id, mode, view_id, query) values (:person, :mode, :viewId, :query)
     on conflict (person_id, mode) do update set view_id = excluded.view_id, query = excluded.query`,
    { person: person.id, mode, viewId, query },
  );

export const forgetDefault = (db: Db, person: Person, mode: Mode) =>
  rows(db, 'delete from default_views where person_id = :person and mode = :mode', { person: person.id, mode });
