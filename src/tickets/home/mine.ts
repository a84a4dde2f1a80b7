import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { withSets } from '../dashboard/branches.ts';
import { parseFilter } from '../dashboard/filter.ts';
import { byChange, walkBindings, walkOf } from '../dashboard/walk.ts';
import { lineColumns, lineJoins } from '../lists.ts';
import type { TicketLine } from '../pages.ts';

/** What the dashboard shows of one's own at first. */
const open = parseFilter({ mode: 'mine', state: 'open' });

const order = byChange(true);

// walked once, as far as they are counted: the first ones are shown
const openSql = withSets(
  open,
  `select ${lineColumns}, (select count(*) from hits) as total
  from (select t.id from hits t ${order} limit :limit) hit
  join tickets t on t.id = hit.id ${lineJoins} ${order}`,
  [`hits as materialized (${walkOf(open, { order, from: 'true', limit: ':most' })})`],
);

/** The open tickets that this person owns or is invited to, and how many there are, `most` at most. */
export async function openTickets(db: Db, person: Person, { limit, most }: { limit: number; most: number }) {
  const bindings = { ...walkBindings(person, open), limit, most };
  const lines = await rows<TicketLine & { total: number }>(db, openSql, bindings);
  return { lines, total: lines[0]?.total ?? 0 };
}
