import cron from 'node-cron';
import type pg from 'pg';

/** The clock only ticks: what it asks is done by the queue, once, however many workers hear the tick. */
export function startClock(pgPool: pg.Pool, report: (error: unknown) => void): { stop: () => void } {
  const hourly = cron.schedule('17 * * * *', () =>
    pgPool.query("select graphile_worker.add_job('clean-up', job_key := 'clean-up')").then(() => undefined, report),
  );
  return { stop: () => void hourly.destroy() };
}
