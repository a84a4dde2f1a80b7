import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { visibleServicesSql } from '../visibility.ts';
import { withSets } from './branches.ts';
import { countsSql } from './counts.ts';
import type { Filter, Involvement } from './filter.ts';
import type { DashboardLine } from './lines.ts';
import { type AsJson, asJson, linesOf, type Page, send, statements } from './list.ts';
import { readableViewSql, viewOrder } from './views/saved-views.ts';

export interface Option {
  id: number;
  label: string;
}

interface CategoryOption extends Option {
  parentId: number | null;
}

/** What stands around the lines: counts, and what the filters offer. */
export interface Around {
  counts: Record<Involvement, number>;
  services: readonly Option[] | null;
  categories: readonly CategoryOption[] | null;
  managers: readonly Option[] | null;
  views: readonly ViewOption[] | null;
  /** He chose which list the menu opens. */
  hasDefault: boolean;
}

interface Whole {
  found: DashboardLine[];
  beside: Around;
}

interface ViewOption {
  name: string;
  query: string;
  /** The service with whose managers it is shared. */
  service: string | null;
}

const offered = ({ mode }: Filter) =>
  mode === 'managed' ? 'cast(:manages as integer[])' : `array(${visibleServicesSql})`;

const optionsOf = (filter: Filter) => `
  (select json_agg(json_build_object('id', s.id, 'label', s.label) order by s.label)
     from services s where s.id = any (${offered(filter)})) as services,
  (select json_agg(json_build_object('id', c.id, 'label', c.label, 'parentId', c.parent_id) order by c.position, c.id)
     from categories c where c.service_id = cast(:service as integer) and c.service_id = any (${offered(filter)})
       and c.id <> all (cast(:concealed as integer[]))
       and (${filter.mode === 'managed'} or not c.hidden)) as categories`;

// each by the key of people: a join might read all of those who ever signed in
const managersSql = `
  (select json_agg(json_build_object('id', p.id, 'label', p.display_name) order by p.display_name, p.id)
     from (select distinct other.person_id from service_managers other
       where other.service_id = any (cast(:manages as integer[])) and other.person_id <> :person
         and (cast(:service as integer) is null or other.service_id = :service)) m
     cross join lateral (select p.id, p.display_name from people p where p.id = m.person_id limit 1) p) as managers`;

const viewsSql = `
  (select json_agg(json_build_object('name', v.name, 'query', v.query, 'service', s.label) order by ${viewOrder})
     from saved_views v left join services s on s.id = v.service_id
     where v.mode = :mode and ${readableViewSql}) as views,
  exists (select 1 from default_views d where d.person_id = :person and d.mode = :mode) as has_default`;

const wholeOf = statements((filter, lines) => {
  const { looks, counts } = countsSql(filter);
  const sql = `select ${counts}, ${optionsOf(filter)},
    ${filter.mode === 'managed' ? managersSql : 'null as managers'}, ${viewsSql}, ${asJson(lines)}`;
  return withSets(filter, sql, [...looks, ...lines.before]);
});

/** A page of a list, its lines as {@link listTickets} gives them, in one statement: it is the page that is opened most. */
export async function wholePage(db: Db, person: Person, filter: Filter, page: Page): Promise<Whole> {
  const statement = wholeOf(filter, page);
  const [beside] = await send<Around & AsJson>(db, person, filter, statement);
  if (beside === undefined) throw new Error('A statement without a table gives one row');
  return { found: linesOf(statement, beside), beside };
}

/** The categories of a service, each under the one that holds it: its depth says how far. */
export function inTree(categories: readonly CategoryOption[], parent: number | null = null, depth = 0): Indented[] {
  return categories
    .filter(({ parentId }) => parentId === parent)
    .flatMap(({ id, label }) => [{ id, label, depth }, ...inTree(categories, id, depth + 1)]);
}

export interface Indented extends Option {
  depth: number;
}
