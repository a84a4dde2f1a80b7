import { createHash } from 'node:crypto';
import knex, { type Knex } from 'knex';
import pg from 'pg';

export type Db = Knex;
export type Transaction = Knex.Transaction;

// ids and counts stay below 2^53: a number is easier to live with than a string
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camelNames = new Map<string, string>();

const camel = (name: string) => {
  let known = camelNames.get(name);
  if (known === undefined) {
    known = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camelNames.set(name, known);
  }
  return known;
};

const camelRow = (row: unknown) => {
  if (row === null || typeof row !== 'object' || Array.isArray(row) || row instanceof Date) return row;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value]));
};

/** Rows come out in camelCase, names go in as snake_case: the only place where the two are translated. */
const naming = {
  wrapIdentifier: (name: string, wrap: (name: string) => string) => (name === '*' ? name : wrap(snake(name))),
  postProcessResponse: (result: unknown) => {
    if (Array.isArray(result)) return result.map(camelRow);
    if (result !== null && typeof result === 'object' && 'rows' in result && Array.isArray(result.rows)) {
      result.rows = result.rows.map(camelRow);
      return result;
    }
    return camelRow(result);
  },
} satisfies Partial<Knex.Config>;

export const connect = (url: string, poolSize = 10): Db =>
  knex({ client: 'pg', connection: url, pool: { min: 0, max: poolSize }, ...naming });

const statementNames = new Map<string, string>();

/** Postgres plans a named statement once per connection; ours are wide, and planning them cost more than running them. */
const nameOf = (sql: string) => {
  let name = statementNames.get(sql);
  if (name === undefined) {
    name = `guichet_${createHash('sha256').update(sql).digest('base64url')}`.slice(0, 40);
    statementNames.set(sql, name);
  }
  return name;
};

/**
 * Rows of a raw statement. Bindings are `:name`; identifiers in the statement are snake_case. Its text is a constant, and
 * it names the columns that it gives: with `select *`, a migration that adds one would upset a process still running.
 */
export async function rows<Row>(db: Db, sql: string, bindings: Record<string, unknown> = {}): Promise<Row[]> {
  const statement = db.raw<{ rows: Row[] }>(sql, bindings as Knex.ValueDict).options({ name: nameOf(sql) });
  const result = await statement;
  return result.rows;
}

/** The same for a short statement whose best plan depends on what is bound: Postgres plans it each time. */
export async function rowsAsPlanned<Row>(db: Db, sql: string, bindings: Record<string, unknown>): Promise<Row[]> {
  const result = await db.raw<{ rows: Row[] }>(sql, bindings as Knex.ValueDict);
  return result.rows;
}
