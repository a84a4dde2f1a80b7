import cron from 'node-cron';
import type { Db } from '../db/connection.ts';
import { askSql, type ClockTask, clockTasks, schedule } from './schedule.ts';

const ask = (db: Db, task: ClockTask) => db.raw(askSql, { task });

/** The clock only ticks: what it asks is done by the queue. When it will next ask is written where the page finds it. */
export function startClock(db: Db, timezone: string, report: (error: unknown) => void): { stop: () => void } {
  const ticks = clockTasks.map((name) => {
    const foretell = () =>
      db('clockTasks').insert({ name, nextAt: tick.getNextRun() }).onConflict('name').merge(['nextAt']);
    const onTick = () => Promise.all([ask(db, name), foretell()]).then(() => undefined, report);
    const tick = cron.schedule(schedule[name].cron, onTick, { timezone });
    foretell().catch(report);
    return tick;
  });
  return {
    stop: () => {
      for (const tick of ticks) void tick.destroy();
    },
  };
}
