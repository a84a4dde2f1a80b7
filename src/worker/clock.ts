import cron from 'node-cron';
import type pg from 'pg';

/** The clock only ticks: what it asks is done by the queue, once, however many workers hear the tick. */
export function startClock(pgPool: pg.Pool, report: (error: unknown) => void): { stop: () => void } {
  const ask = (task: string) =>
    pgPool.query('select graphile_worker.add_job($1, job_key := $1)', [task]).then(() => undefined, report);
  const ticks = [
    cron.schedule('17 * * * *', () => ask('clean-up')),
    cron.schedule('*/10 * * * *', () => ask('act-on-due-tickets')),
  ];
  return {
    stop: () => {
      for (const tick of ticks) void tick.destroy();
    },
  };
}
