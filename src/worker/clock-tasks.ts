import type { TaskList } from 'graphile-worker';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { failAbandoned } from '../mail/abandoned.ts';
import { queueDueReports } from '../mail/due-reports.ts';
import { readAllAttributes } from '../people/directory/attributes.ts';
import { markDepartures } from '../people/directory/departures.ts';
import type { Directory } from '../people/directory/directory.ts';
import { forgetExports } from '../personal-data/tasks.ts';
import { archiveTickets } from '../tickets/archive.ts';
import { actOnDue } from '../tickets/due.ts';
import { noteWordShares } from '../tickets/search/word-shares.ts';
import { cleanUp } from './clean-up.ts';
import { type ClockTask, clockTasks } from './schedule.ts';

interface ClockDeps {
  db: Db;
  now: () => Date;
  log: Pick<Logger, 'info'>;
  filesDir: string;
  dataDir: string;
  timeZone: string;
  /** Days after which a ticket that ended is archived; 0 is never. */
  archiveDays: number;
  /** Null where the institution has none. */
  openedDirectory?: Directory | null;
}

/** What each does, a function of the database and the time that answers how much it did. Done twice, it does nothing more. */
const deeds: Record<ClockTask, (deps: ClockDeps, now: Date) => Promise<number>> = {
  recall: ({ db }, now) => actOnDue(db, 'recall', now),
  'approve-tacitly': ({ db }, now) => actOnDue(db, 'approve-tacitly', now),
  expire: ({ db }, now) => actOnDue(db, 'expire', now),
  reports: ({ db, timeZone }, now) => queueDueReports(db, now, timeZone),
  'abandoned-mails': ({ db }, now) => failAbandoned(db, now),
  archive: ({ db, archiveDays }, now) => archiveTickets(db, now, archiveDays),
  'clean-up': async ({ db, filesDir, dataDir }, now) => {
    await noteWordShares(db);
    return (await cleanUp(db, filesDir, now)) + (await forgetExports(db, dataDir, now));
  },
  departures: async ({ db, openedDirectory: directory }, now) => {
    if (!directory) return 0;
    const marked = await markDepartures(db, directory, now);
    await readAllAttributes(db, directory);
    return marked;
  },
};

/** A task that did this much has probably not finished: it goes on at once, in another batch. */
const fullBatch = 500;

async function runToTheEnd(task: ClockTask, deps: ClockDeps, now: Date): Promise<number> {
  let done = 0;
  for (;;) {
    const batch = await deeds[task](deps, now);
    done += batch;
    if (batch < fullBatch || task === 'reports' || task === 'departures') return done;
  }
}

/** Does a task of the clock, and writes down when, how much, and what went wrong. */
export async function runClockTask(task: ClockTask, deps: ClockDeps): Promise<number> {
  const { db, now, log } = deps;
  const note = (facts: object) =>
    db('clockTasks')
      .insert({ name: task, ...facts })
      .onConflict('name')
      .merge(facts);
  await note({ startedAt: now(), endedAt: null, error: null });
  try {
    const done = await runToTheEnd(task, deps, now());
    await note({ endedAt: now(), done });
    if (done > 0) log.info({ task, done }, 'the clock has acted');
    return done;
  } catch (error) {
    await note({ endedAt: now(), error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

const request = z.object({ task: z.enum(clockTasks as [ClockTask, ...ClockTask[]]) });

export const clockTaskList = (deps: ClockDeps): TaskList => ({
  clock: async (payload) => {
    await runClockTask(request.parse(payload).task, deps);
  },
});
