import { Logger } from 'graphile-worker';
import type { Logger as Log } from 'pino';

const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

/** The queue speaks in our log; what it calls information is one line per job. */
export const queueLog = (log: Log) =>
  new Logger((scope) => (level, message) => {
    log[levels[level]]({ queue: scope.label, task: scope.taskIdentifier, job: scope.jobId }, message);
  });
