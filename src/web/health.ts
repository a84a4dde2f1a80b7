import { type Response, Router } from 'express';
import { type Db, rows } from '../db/connection.ts';
import { pendingMigrations } from '../db/migrations.ts';

export const healthPaths = ['/health/live', '/health/ready'] as const;

const patience = 3000;

async function queueIsInstalled(db: Db): Promise<boolean> {
  const [queue] = await rows<{ exists: boolean }>(
    db,
    `select to_regclass('graphile_worker.jobs') is not null as exists`,
  );
  return queue?.exists === true;
}

async function whatIsMissing(db: Db): Promise<string[]> {
  const [pending, queue] = await Promise.all([pendingMigrations(db), queueIsInstalled(db)]);
  const migrations = pending.length === 0 ? [] : [`migrations: ${pending.length} to apply with npm run migrate`];
  return queue ? migrations : [...migrations, 'queue: not installed, run npm run migrate'];
}

const afterPatience = () =>
  new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer')), patience).unref();
  });

/** The cause stays in the log of the database: an error may name hosts and accounts. */
const missing = (db: Db) => Promise.race([whatIsMissing(db), afterPatience()]).catch(() => ['database: not reachable']);

const answer = (res: Response, status: number, body: object) =>
  res.status(status).set('Cache-Control', 'no-store').json(body);

/** For operators and their probes: outside sessions and rights, nothing but the state. */
export function healthRoutes({ db }: { db: Db }): Router {
  const router = Router();
  router.get('/health/live', (_req, res) => {
    answer(res, 200, { status: 'live' });
  });
  router.get('/health/ready', async (_req, res) => {
    const lacking = await missing(db);
    if (lacking.length === 0) answer(res, 200, { status: 'ready' });
    else answer(res, 503, { status: 'not ready', missing: lacking });
  });
  return router;
}
