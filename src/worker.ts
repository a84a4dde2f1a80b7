import { EventEmitter } from 'node:events';
import path from 'node:path';
import { run, type WorkerEvents } from 'graphile-worker';
import { pino } from 'pino';
import { configOrExit, databaseOrExit } from './config.ts';
import { connect } from './db/connection.ts';
import { openPool } from './db/pool.ts';
import { mailTasks } from './mail/tasks.ts';
import { openPost } from './mail/transport.ts';
import { openDirectory } from './people/directory/directory.ts';
import { directoryTasks } from './people/directory/tasks.ts';
import { dataTasks } from './personal-data/tasks.ts';
import { startClock } from './worker/clock.ts';
import { clockTaskList } from './worker/clock-tasks.ts';
import { fileTasks } from './worker/file-tasks.ts';
import { type Presence, stayPresent } from './worker/presence.ts';
import { queueLog } from './worker/queue-log.ts';

const config = configOrExit();
const databaseUrl = databaseOrExit(config);
if (config.smtpUrl === null) {
  console.error('SMTP_URL is missing: set it, or run `npm start`, which brings its own mailbox.');
  process.exit(1);
}

const log = pino({ level: config.logLevel });
const report = (error: unknown) => log.error(error);
const concurrency = 5;
const patience = 30_000;

const db = connect(databaseUrl, concurrency * 2);
const pgPool = openPool(databaseUrl, report);
const post = openPost(config.smtpUrl, config.sending);
const now = () => new Date();
const filesDir = path.join(config.dataDir, 'files');
const directory = config.directory && openDirectory(config.directory, report);

const events: WorkerEvents = new EventEmitter();
let presence: Presence | null = null;
events.on('pool:create', ({ workerPool }) => {
  presence = stayPresent(databaseUrl, workerPool.id, report);
});

const runner = await run({
  pgPool,
  concurrency,
  pollInterval: 2000,
  noHandleSignals: true,
  logger: queueLog(log),
  events,
  taskList: {
    ...mailTasks({ db, post, now, settings: config }),
    ...clockTaskList({
      db,
      now,
      log,
      filesDir,
      dataDir: config.dataDir,
      timeZone: config.timeZone,
      archiveDays: config.archiveDays,
      openedDirectory: directory,
    }),
    ...directoryTasks({ db, directory }),
    ...fileTasks(filesDir),
    ...dataTasks({ db, now, filesDir, dataDir: config.dataDir, settings: config }),
  },
});
const clock = startClock(db, config.timeZone, report);
const watch = setInterval(() => presence?.freeOrphans().catch(report), 5000);
log.info('worker ready');

let stopping = false;

/** Takes no more jobs, ends those under way, then lets everything go. */
async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), patience).unref();
  clock.stop();
  clearInterval(watch);
  await runner.stop().catch(report);
  post.close();
  await Promise.allSettled([presence?.leave(), db.destroy(), pgPool.end()]);
  process.exit(exitCode);
}

process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
// started by another process: without it, there is nobody left to work for
if (process.connected) process.on('disconnect', () => void stop(0));
runner.promise.then(
  () => stop(1),
  (error: unknown) => {
    report(error);
    return stop(1);
  },
);
