import { type Db, rows, rowsAsPlanned } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { linesJson, type Spelled } from '../json-lines.ts';
import { withSets } from './branches.ts';
import { type Filter, newestFirst, type Position } from './filter.ts';
import { type DashboardLine, dashboardColumns, dashboardJoins, type Lines, onlySubject } from './lines.ts';
import { hasOneOrder, mostSorted, sortedLines } from './sorted.ts';
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

/** Up to so many, the first of each key are quicker read than what a few of each tell. */
const fewLines = 50;

function changedLines(filter: Filter, descending: boolean, from: string, limit: number): Lines {
  const order = byChange(descending);
  const way = { order, from, limit: String(limit), many: descending && limit > fewLines };
  const sql = `select ${dashboardColumns(filter)} from (${walkOf(filter, way)}) hit
    join tickets t on t.id = hit.id ${dashboardJoins} ${order}`;
  return { sql, before: [] };
}

interface Statement {
  sql: string;
  bindings: Record<string, unknown>;
  /** Its lines come from the last to the first. */
  backwards: boolean;
  /** Not worth being kept prepared. */
  rare: boolean;
}

/** The statements that `write` makes of the lines of lists. */
export function statements(write: (filter: Filter, lines: Lines) => string) {
  const changedSql = writtenOnce((filter: Filter, descending: boolean, from: string, limit: number) =>
    write(filter, changedLines(filter, descending, from, limit)),
  );
  const sortedSql = (filter: Filter, _orders: string, among: number) => write(filter, sortedLines(filter, among));
  const sortedOnce = writtenOnce(sortedSql);

  const byLastChange = (filter: Filter, { limit, after, before }: Page): Statement => {
    const down = (filter.sort[0] ?? newestFirst).descending;
    // the page before is read backwards
    const descending = before ? !down : down;
    const start = before ?? after ?? null;
    return {
      sql: changedSql(filter, descending, start === null ? 'true' : beyond(descending), limit),
      bindings: { at: start?.at ?? null, id: start?.id ?? null },
      backwards: Boolean(before),
      rare: false,
    };
  };

  const inSorts = (filter: Filter, { limit, after, before, among = mostSorted }: Page): Statement => {
    const end = before ? before.rank - 1 : (after?.rank ?? 0) + limit;
    const skipped = Math.max(0, end - limit);
    const rare = !hasOneOrder(filter);
    const orders = JSON.stringify(filter.sort);
    return {
      sql: (rare ? sortedSql : sortedOnce)(filter, orders, among),
      bindings: { limit: end - skipped, skipped },
      backwards: false,
      rare,
    };
  };

  return (filter: Filter, page: Page) => (isWalked(filter) ? byLastChange : inSorts)(filter, page);
}

export const send = <Row>(db: Db, person: Person, filter: Filter, { sql, bindings, rare }: Statement) =>
  (rare ? rowsAsPlanned : rows)<Row>(db, sql, { ...walkBindings(person, filter), ...bindings });

/** Whether a list walks an index whatever its length; other orders are told among the latest changed tickets. */
export const isWalked = ({ sort }: Filter) => (sort[0] ?? newestFirst).key === 'modified';

/** The lines as one value of a statement, to be read by {@link linesOf}. */
export const asJson = ({ sql }: Lines) => `${linesJson(sql)} as lines`;

export interface AsJson {
  lines: Spelled<Omit<DashboardLine, 'changed'>>[];
}

export function linesOf({ backwards }: Statement, { lines }: AsJson): DashboardLine[] {
  const found = lines.map((line) => {
    const { createdAt, lastActionAt } = line;
    const dates = { createdAt: new Date(createdAt), lastActionAt: new Date(lastActionAt), changed: lastActionAt };
    return onlySubject(Object.assign(line, dates));
  });
  return backwards ? found.toReversed() : found;
}

const listed = statements((filter, lines) => withSets(filter, `select ${asJson(lines)}`, lines.before));

/** THE tickets of a list, as this person may see them: its export and its commands ask here, its page the same with what stands around. */
export async function listTickets(db: Db, person: Person, filter: Filter, page: Page): Promise<DashboardLine[]> {
  const statement = listed(filter, page);
  const [found] = await send<AsJson>(db, person, filter, statement);
  return found === undefined ? [] : linesOf(statement, found);
}

/** Since 1970. */
const microseconds = (written: string) => {
  const [, fraction = ''] = /\.(\d+)/.exec(written) ?? [];
  return Math.floor(Date.parse(written) / 1000) * 1_000_000 + Number(fraction.padEnd(6, '0'));
};

/** Where the page after, or before, this line begins; `rank` is its own, from 1. */
export const positionAt = ({ changed, id }: DashboardLine, rank: number): Position => ({
  rank,
  at: microseconds(changed),
  id,
});
