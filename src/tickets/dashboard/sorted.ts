import { shownNameSql } from '../people-shown.ts';
import { statuses } from '../ticket.ts';
import type { SortKey } from './columns.ts';
import { caps } from './counts.ts';
import type { Filter, Sort } from './filter.ts';
import { dashboardColumns, dashboardJoins, type Lines, opensSql } from './lines.ts';
import { byChange, walkOf } from './walk.ts';

const plain = (text: string, from: string) => `(select plain_words(${text}) from ${from}) collate "C"`;
const service = (id: string) => plain('s.label', `services s where s.id = ${id}`);

/** By what each order compares tickets `t`; a name that is hidden from the reader compares as what he is shown. */
const compared = (filter: Filter): Record<SortKey, string> => ({
  id: 't.id',
  subject: '(select x.plain from ticket_subjects x where x.ticket_id = t.id)',
  category: plain(
    "s.label || ' ' || c.label",
    'categories c join services s on s.id = c.service_id where c.id = t.category_id',
  ),
  owner: plain(shownNameSql('owner'), `people owner where owner.id = t.owner_id and ${opensSql(filter)}`),
  handler: plain(shownNameSql('handler'), `people handler where handler.id = t.handler_id and ${opensSql(filter)}`),
  status: `array_position(array['${statuses.join("','")}'], t.status)`,
  priority: 'coalesce(t.priority, (select c.effective_priority from categories c where c.id = t.category_id))',
  modified: 't.last_action_at',
  created: 't.created_at',
  service: service('t.service_id'),
  origin: service('t.creation_service_id'),
});

/**
 * How many of the latest changed tickets are put in another order: as many as are counted, so that all of them are when
 * the page says how many there are.
 */
export const mostSorted = caps.list;

/** The orders that tell tickets apart: none does after one by which no two are equal. */
function telling(sort: readonly Sort[]): readonly Sort[] {
  const last = sort.findIndex(({ key }) => key === 'id' || key === 'modified');
  const told = last < 0 ? sort : sort.slice(0, last + 1);
  const { key, descending } = told.at(-1) as Sort;
  // how ties are told anyway
  return key === 'modified' && descending ? told.slice(0, -1) : told;
}

const apart = new Set<SortKey>(['id', 'subject', 'modified']);

/** Whether the orders ask nothing of the tickets themselves, which are then not looked up. */
const walkedApart = (sorts: readonly Sort[]) => sorts.every(({ key }) => apart.has(key));

/**
 * Lines in the orders of the filter, `:limit` of them after `:skipped`. Orders other than the last change have no index:
 * they are told among so many tickets, the latest changed.
 */
export function sortedLines(filter: Filter, among: number): Lines {
  const sorts = telling(filter.sort);
  const candidates = walkOf(filter, { order: byChange(true), from: 'true', limit: String(among), many: true });
  const keys = sorts.map(({ key }, rank) => `, ${compared(filter)[key]} as k${rank}`);
  const keyed = `select t.id, t.last_action_at ${keys.join('')}
    from ${walkedApart(sorts) ? `(${candidates}) t` : `(${candidates}) candidate join tickets t on t.id = candidate.id`}`;
  const order = sorts.map(({ descending }, rank) => `k${rank} ${descending ? 'desc' : 'asc'} nulls last, `).join('');
  // both known behind a `select`: one plan is made for all the pages
  const hit = `select id, row_number() over (order by ${order} last_action_at desc, id desc) as place from keyed
    order by place limit (select cast(:limit as integer)) offset (select cast(:skipped as integer))`;
  const sql = `
    select ${dashboardColumns(filter)} from hit join tickets t on t.id = hit.id ${dashboardJoins} order by hit.place`;
  return { sql, before: [`keyed as materialized (${keyed})`, `hit as materialized (${hit})`] };
}

/** Whether a filter has one order, of those that people use most: several would make too many texts to keep all prepared. */
export const hasOneOrder = ({ sort }: Filter) => telling(sort).length === 1;
