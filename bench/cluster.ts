import pg from 'pg';
import { connect, type Db } from '../src/db/connection.ts';
import { migrate } from '../src/db/migrations.ts';
import { openPool } from '../src/db/pool.ts';
import { type RunningPostgres, startPostgres } from '../src/demo/postgres.ts';

export interface Cluster {
  /** Of the postmaster. */
  pid: number;
  url(database: string): string;
  stop(): Promise<void>;
}

/**
 * Every setting but these is what `npm start` uses: they count statements, date commits, keep the vacuum still, give
 * memory to a server that has a million tickets, and fill it faster.
 */
const settings = [
  `shared_preload_libraries = 'pg_stat_statements'`,
  `pg_stat_statements.track = 'none'`,
  `track_commit_timestamp = on`,
  `autovacuum = off`,
  `shared_buffers = '1GB'`,
  `maintenance_work_mem = '512MB'`,
  `max_wal_size = '8GB'`,
];

async function configure(postgres: RunningPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  for (const setting of settings) await client.query(`alter system set ${setting}`);
  await client.end();
}

const named = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;

export async function startCluster(dir: string): Promise<Cluster> {
  const first = await startPostgres({ dir, database: 'bench' });
  await configure(first);
  await first.stop();
  await first.ended;
  const postgres = await startPostgres({ dir, database: 'bench' });
  return { pid: postgres.pid, url: (database) => named(postgres.url, database), stop: () => postgres.stop() };
}

async function exists(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
  return rowCount !== 0;
}

/** A database of its own, migrated and filled, with the extension that counts statements; one that an earlier run has kept is taken as it is. */
export async function openDatabase(cluster: Cluster, name: string, fill: (db: Db) => Promise<void>): Promise<Db> {
  const admin = new pg.Client({ connectionString: cluster.url('bench') });
  await admin.connect();
  const kept = await exists(admin, name);
  if (!kept) await admin.query(`create database ${name}`);
  await admin.end();
  const db = connect(cluster.url(name), 4);
  if (kept) return db;
  const pgPool = openPool(cluster.url(name), (error) => console.error(error), 2);
  await migrate(db, pgPool);
  await pgPool.end();
  await fill(db);
  await db.raw('create extension pg_stat_statements');
  return db;
}
