import type { Person } from '../../people/person.ts';
import { withSets } from '../dashboard/branches.ts';
import { parseFilter } from '../dashboard/filter.ts';
import { byChange, walkBindings, walkOf } from '../dashboard/walk.ts';
import { lineColumns, lineJoins } from '../lists.ts';
import type { TicketLine } from '../pages.ts';

/** What the dashboard shows of one's own at first. */
const open = parseFilter({ mode: 'mine', state: 'open' });

const order = byChange(true);

/** An open ticket that somebody owns or is invited to. */
export interface OpenLine extends TicketLine {
  /** How many there are, counted as far as `:most`. */
  total: number;
}

const shown = 6;

// walked once, as far as they are counted: the first ones are shown
export const openSql = withSets(
  open,
  `select ${lineColumns}, (select count(*) from hits) as total
  from (select t.id from hits t ${order} limit ${shown}) hit
  join tickets t on t.id = hit.id ${lineJoins} ${order}`,
  [`hits as materialized (${walkOf(open, { order, from: 'true', limit: ':most' })})`],
);

export const openBindings = (person: Person) => walkBindings(person, open);
