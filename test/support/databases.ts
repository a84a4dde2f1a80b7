import { spawnSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { connect, type Db } from '../../src/db/connection.ts';
import { migrate } from '../../src/db/migrations.ts';
import { openPool } from '../../src/db/pool.ts';
import { startPostgres } from '../../src/demo/postgres.ts';

interface Server {
  url: string;
  stop(): Promise<void>;
}

let server: Promise<Server> | undefined;
let count = 0;

const withName = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;

/** One real Postgres for the run, its template migrated once. */
async function startServer(): Promise<Server> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'guichet-test-'));
  const postgres = await startPostgres({ dir, database: 'pristine', fast: true, log: () => {} });
  const db = connect(postgres.url, 2);
  const pgPool = openPool(postgres.url, () => {}, 2);
  await migrate(db, pgPool);
  await Promise.all([db.destroy(), pgPool.end()]);
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop();
      // a thousand files for each database: one by one from here they take seconds
      spawnSync('rm', ['-rf', dir]);
    },
  };
}

export interface Database {
  url: string;
  db: Db;
  close(): Promise<void>;
}

/** A database of its own for a test file, cloned from the migrated template. */
export async function aDatabase(): Promise<Database> {
  server ??= startServer();
  const { url } = await server;
  const name = `test_${++count}`;
  const admin = new pg.Client({ connectionString: withName(url, 'postgres') });
  await admin.connect();
  await admin.query(`create database ${name} template pristine strategy file_copy`);
  await admin.end();
  const db = connect(withName(url, name), 5);
  return { url: withName(url, name), db, close: () => db.destroy() };
}

export const stopServer = async () => {
  await (await server)?.stop();
};
