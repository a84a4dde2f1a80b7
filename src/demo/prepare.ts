import path from 'node:path';
import { demoPeople, seedDemo } from '../../seeds/demo/index.ts';
import type { Config } from '../config.ts';
import { connect, type Db, rows } from '../db/connection.ts';
import { migrate } from '../db/migrations.ts';
import { openPool } from '../db/pool.ts';
import { errorCode, StartFailure } from './failure.ts';

export interface Prepared {
  people: { login: string; name: string; canDo: string }[];
}

function explain(error: unknown): never {
  const reason = (error instanceof Error && error.message) || errorCode(error);
  throw new StartFailure(`The database could not be brought up to date: ${reason}`);
}

async function isEmpty(db: Db): Promise<boolean> {
  const [people] = await rows<{ exist: boolean }>(db, 'select exists (select 1 from people) as exist');
  return people?.exist === false;
}

const mayFill = (config: Config) => config.databaseUrl === null || process.env.DEMO === '1';

async function fill(db: Db, config: Config, tell: (line: string) => void): Promise<void> {
  if (!mayFill(config) || !(await isEmpty(db))) return;
  tell('Filling the demonstration university…');
  await seedDemo(db, new Date(), path.join(config.dataDir, 'files'));
}

/** Brings the tables and the queue up to date. */
export async function upgradeDatabase(url: string): Promise<void> {
  const db = connect(url, 2);
  const pool = openPool(url, () => {}, 2);
  try {
    await migrate(db, pool).catch(explain);
  } finally {
    await Promise.all([db.destroy(), pool.end()]);
  }
}

/** Fills the database on the first start, and tells who can sign in. */
export async function prepareUniversity(url: string, config: Config, tell: (line: string) => void): Promise<Prepared> {
  const db = connect(url, 3);
  try {
    await fill(db, config, tell);
    return { people: await demoPeople(db) };
  } finally {
    await db.destroy();
  }
}
