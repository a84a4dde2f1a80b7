import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { withSets } from './branches.ts';
import { type Filter, newestFirst, type Position } from './filter.ts';
import { type DashboardLine, dashboardColumns, dashboardJoins, onlySubject } from './lines.ts';
import { mostSorted, sortedLines } from './sorted.ts';
import { byChange, walkBindings, walkOf, writtenOnce } from './walk.ts';

export interface Page {
  limit: number;
  after?: Position | null;
  /** The page that ends before this line. */
  before?: Position | null;
  /** Of how many of the latest changed another order is told. */
  among?: number;
}

const beyond = (descending: boolean) => `(t.last_action_at, t.id) ${descending ? '<' : '>'}
  (cast('epoch' as timestamptz) + cast(:at as double precision) * interval '1 microsecond', cast(:id as bigint))`;

const changedSql = writtenOnce((filter: Filter, descending: boolean, from: string, limit: number) => {
  const order = byChange(descending);
  const sql = `select ${dashboardColumns(filter)} from (${walkOf(filter, { order, from, limit: String(limit) })}) hit
    join tickets t on t.id = hit.id ${dashboardJoins} ${order}`;
  return withSets(filter, sql);
});

async function byLastChange(db: Db, person: Person, filter: Filter, { limit, after, before }: Page) {
  const down = (filter.sort[0] ?? newestFirst).descending;
  // the page before is read backwards
  const descending = before ? !down : down;
  const start = before ?? after ?? null;
  const sql = changedSql(filter, descending, start === null ? 'true' : beyond(descending), limit);
  const bindings = { ...walkBindings(person, filter), at: start?.at ?? null, id: start?.id ?? null };
  const found = await rows<DashboardLine>(db, sql, bindings);
  return before ? found.toReversed() : found;
}

const inSorts = (db: Db, person: Person, filter: Filter, { limit, after, before, among = mostSorted }: Page) => {
  if (!before) return sortedLines(db, person, filter, { limit, skipped: after?.rank ?? 0, among });
  const end = before.rank - 1;
  return sortedLines(db, person, filter, { limit: Math.min(limit, end), skipped: Math.max(0, end - limit), among });
};

/** Whether a list walks an index whatever its length; other orders are told among the latest changed tickets. */
export const isWalked = ({ sort }: Filter) => (sort[0] ?? newestFirst).key === 'modified';

/** THE tickets of a list, as this person may see them: the page, its export, its commands and what refreshes it ask here. */
export async function listTickets(db: Db, person: Person, filter: Filter, page: Page): Promise<DashboardLine[]> {
  const found = await (isWalked(filter) ? byLastChange : inSorts)(db, person, filter, page);
  return found.map(onlySubject);
}

/** Where the page after, or before, this line begins; `rank` is its own, from 1. */
export const positionAt = ({ at, id }: DashboardLine, rank: number): Position => ({ rank, at, id });
