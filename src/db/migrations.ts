import { readdir } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import type { Knex } from 'knex';
import type pg from 'pg';
import { type Db, rows } from './connection.ts';

const folder = new URL('../../migrations/', import.meta.url);
const migrationFile = /^(\d{14}_\w+)\.(ts|js)$/;

/** Names have no extension, so that the sources and what was compiled from them share one history. */
async function migrationFiles(): Promise<Map<string, string>> {
  const found = (await readdir(folder)).sort().map((file) => [migrationFile.exec(file)?.[1], file] as const);
  return new Map(found.filter((entry): entry is readonly [string, string] => entry[0] !== undefined));
}

export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => [...(await migrationFiles()).keys()],
  getMigrationName: (name) => name,
  getMigration: async (name) => {
    const file = (await migrationFiles()).get(name);
    if (file === undefined) throw new Error(`There is no migration ${name}`);
    return import(new URL(file, folder).href) as Promise<Knex.Migration>;
  },
};

async function appliedMigrations(db: Db): Promise<string[]> {
  const [table] = await rows<{ exists: boolean }>(db, `select to_regclass('knex_migrations') is not null as exists`);
  if (!table?.exists) return [];
  return (await rows<{ name: string }>(db, 'select name from knex_migrations order by id')).map(({ name }) => name);
}

/** Names of the migrations that the database still lacks. */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const applied = new Set(await appliedMigrations(db));
  return (await migrationSource.getMigrations([])).filter((name) => !applied.has(name));
}

/** An older version of the code must not touch a database that a newer one has changed. */
async function refuseNewerDatabase(db: Db): Promise<void> {
  const known = await migrationFiles();
  const unknown = (await appliedMigrations(db)).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new Error(
    `The database is newer than this version of the code: it has ${unknown.join(', ')}. Install the version that made it, or restore a backup.`,
  );
}

const lockNumber = 771_503_226;

/** One migrator at a time; the lock goes with the connection, so a killed migrator leaves nothing to clean up. */
async function alone(pgPool: pg.Pool, work: () => Promise<void>): Promise<void> {
  const client = await pgPool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    await work();
  } finally {
    client.release(true);
  }
}

/** Brings the tables and the job queue up to date; does nothing when they are. */
export async function migrate(db: Db, pgPool: pg.Pool): Promise<void> {
  await alone(pgPool, async () => {
    await refuseNewerDatabase(db);
    if ((await pendingMigrations(db)).length > 0) {
      // knex keeps its own lock in a table, which outlives a killed process; ours makes it needless
      await db.migrate.forceFreeMigrationsLock({ migrationSource });
      await db.migrate.latest({ migrationSource });
    }
    await runMigrations({ pgPool });
  });
}
