import { createHash } from 'node:crypto';
import knex, { type Knex } from 'knex';
import pg from 'pg';
import { patience } from './pool.ts';

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

// our statements stop after some lines: starting processes, or compiling, for one costs more than it reads
const options = '-c max_parallel_workers_per_gather=0 -c jit=off';

// the pool would let wait a minute, for nothing, who asks for a connection while it closes
function refuseOnceClosing({ client }: Db): void {
  const acquire = client.acquireConnection.bind(client);
  client.acquireConnection = async () => {
    if (client.pool?.destroyed !== false) throw new Error('The connections to the database are closed');
    return acquire();
  };
}

export function connect(url: string, poolSize = 10): Db {
  const db = knex({
    client: 'pg',
    connection: { connectionString: url, options },
    pool: { min: 0, max: poolSize, idleTimeoutMillis: patience },
    ...naming,
  });
  refuseOnceClosing(db);
  return db;
}

/** A statement as Postgres takes it: its bindings by number, and a name under which each connection keeps its plan. */
interface Prepared {
  text: string;
  order: readonly string[];
  name: string;
}

const prepared = new Map<string, Prepared>();

// what stands after a colon and is not bound is a cast, or part of a text
function prepare(sql: string, bindings: Record<string, unknown>): Prepared {
  const order: string[] = [];
  const text = sql.replace(/(?<!:):([a-z]\w*)/gi, (said, name: string) => {
    if (!Object.hasOwn(bindings, name)) return said;
    if (!order.includes(name)) order.push(name);
    return `$${order.indexOf(name) + 1}`;
  });
  const name = `guichet_${createHash('sha256').update(sql).digest('base64url')}`.slice(0, 40);
  return { text, order, name };
}

function preparedFor(sql: string, bindings: Record<string, unknown>): Prepared {
  const known = prepared.get(sql);
  if (known !== undefined) return known;
  const made = prepare(sql, bindings);
  prepared.set(sql, made);
  return made;
}

interface Asked {
  sql: string;
  bindings: unknown[];
  options: { name?: string; rowMode: 'array' };
}

interface Answer {
  response: { fields: readonly { name: string }[]; rows: unknown[][] };
}

const named = <Row>({ fields, rows: found }: Answer['response']): Row[] => {
  const names = fields.map(({ name }) => camel(name));
  return found.map((values) => {
    const row: Record<string, unknown> = {};
    for (let at = 0; at < names.length; at += 1) row[names[at] as string] = values[at];
    return row as Row;
  });
};

// as knex sends a raw statement, without building it anew each time: the longest of ours are ten thousand characters
async function ask<Row>(db: Db, asked: Asked): Promise<Row[]> {
  const connection = await db.client.acquireConnection();
  try {
    const { response }: Answer = await db.client.query(connection, asked);
    return named(response);
  } finally {
    await db.client.releaseConnection(connection);
  }
}

const valuesOf = (order: readonly string[], bindings: Record<string, unknown>) =>
  order.map((name) => {
    if (bindings[name] === undefined) throw new Error(`Nothing is bound to :${name}`);
    return bindings[name];
  });

/**
 * Rows of a raw statement. Bindings are `:name`; identifiers in the statement are snake_case. Its text is a constant, and
 * it names the columns that it gives: with `select *`, a migration that adds one would upset a process still running.
 * Postgres plans it once per connection; ours are wide, and planning them cost more than running them.
 */
export async function rows<Row>(db: Db, sql: string, bindings: Record<string, unknown> = {}): Promise<Row[]> {
  const { text, order, name } = preparedFor(sql, bindings);
  return ask(db, { sql: text, bindings: valuesOf(order, bindings), options: { name, rowMode: 'array' } });
}

/** The same for a statement too rare to be kept on each connection: Postgres plans it each time. */
export async function rowsAsPlanned<Row>(db: Db, sql: string, bindings: Record<string, unknown>): Promise<Row[]> {
  const { text, order } = prepare(sql, bindings);
  return ask(db, { sql: text, bindings: valuesOf(order, bindings), options: { rowMode: 'array' } });
}
