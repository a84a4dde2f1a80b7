import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { shownNameSql } from '../people-shown.ts';
import { statuses } from '../ticket.ts';
import type { SortKey } from './columns.ts';
import { type Filter, mostSorts } from './filter.ts';
import { type DashboardLine, dashboardColumns, dashboardJoins, opensSql } from './lines.ts';
import { byChange, walkBindings, walkOf } from './walk.ts';

const time = (column: string) => `to_char(${column} at time zone 'utc', 'YYYYMMDDHH24MISSUS')`;
const ranked = `array['${statuses.join("','")}']`;

/** By what each order compares, as a text; a name that is hidden from the reader compares as what he is shown. */
const compared = (filter: Filter): Record<SortKey, string> => ({
  id: "lpad(cast(t.id as text), 16, '0')",
  subject: 'plain_words(t.subject)',
  category: "plain_words(s.label || ' ' || c.label)",
  owner: `case when ${opensSql(filter)} then plain_words(${shownNameSql('owner')}) else '' end`,
  handler: `case when ${opensSql(filter)} then plain_words(coalesce(${shownNameSql('handler')}, '')) else '' end`,
  status: `cast(array_position(${ranked}, t.status) as text)`,
  priority: 'cast(coalesce(t.priority, c.effective_priority) as text)',
  modified: time('t.last_action_at'),
  created: time('t.created_at'),
  service: 'plain_words(s.label)',
  origin: 'plain_words(origin.label)',
});

/** How many of the latest changed tickets are put in another order. */
export const mostSorted = 1000;

const ranks = Array.from({ length: mostSorts }, (_, rank) => rank + 1);

// bound, not written: the orders are many, and each text stays prepared on each connection
const keyOf = (filter: Filter, rank: number) => {
  const cases = Object.entries(compared(filter)).map(([key, sql]) => `when '${key}' then ${sql}`);
  return `case cast(:key${rank} as text) ${cases.join(' ')} end as k${rank}`;
};

const inOrder = ranks
  .flatMap((rank) => [
    `case when cast(:down${rank} as boolean) then k${rank} end desc nulls last`,
    `case when not cast(:down${rank} as boolean) then k${rank} end asc nulls last`,
  ])
  .join(', ');

const sortedSql = (filter: Filter) => `
  with candidate as materialized (${walkOf(filter, { order: byChange(true), from: 'true', limit: ':most' })}),
  hit as (
    select id, row_number() over (order by ${inOrder}, last_action_at desc, id desc) as place from (
      select t.id, t.last_action_at, ${ranks.map((rank) => keyOf(filter, rank)).join(', ')}
      from candidate join tickets t on t.id = candidate.id ${dashboardJoins}
    ) keyed order by place limit :limit offset :skipped
  )
  select ${dashboardColumns(filter)} from hit join tickets t on t.id = hit.id ${dashboardJoins} order by hit.place`;

const sortBindings = ({ sort }: Filter) =>
  Object.fromEntries(
    ranks.flatMap((rank) => [
      [`key${rank}`, sort[rank - 1]?.key ?? null],
      [`down${rank}`, sort[rank - 1]?.descending ?? false],
    ]),
  );

/**
 * Lines in the orders of the filter, after so many of them. Orders other than the last change have no index: they are told
 * among so many tickets, the latest changed.
 */
export const sortedLines = (
  db: Db,
  person: Person,
  filter: Filter,
  { limit, skipped }: { limit: number; skipped: number },
) =>
  rows<DashboardLine>(db, sortedSql(filter), {
    ...walkBindings(person, filter),
    ...sortBindings(filter),
    most: mostSorted,
    limit,
    skipped,
  });
