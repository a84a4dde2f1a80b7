import { createServer, type Server } from 'node:http';
import { createApp } from './app.ts';
import { configOrExit, databaseOrExit } from './config.ts';
import { connect } from './db/connection.ts';
import { openPool } from './db/pool.ts';
import { createLogger } from './web/log.ts';

const patience = 25_000;

const config = configOrExit();
const databaseUrl = databaseOrExit(config);
const log = createLogger(config.logLevel);
const db = connect(databaseUrl);
const pgPool = openPool(databaseUrl, (error) => log.error(error));

let draining = false;

/** Answers what was asked, accepts nothing new, then lets everything go. */
async function drain(server: Server): Promise<void> {
  if (draining) return;
  draining = true;
  setTimeout(() => process.exit(1), patience).unref();
  await new Promise((done) => server.close(done));
  await Promise.allSettled([db.destroy(), pgPool.end()]);
  process.exit(0);
}

function announce(): void {
  log.info({ port: config.port, publicUrl: config.publicUrl }, 'web ready');
  process.send?.('ready');
}

try {
  const app = await createApp({ db, pgPool, config, now: () => new Date(), log });
  const server = createServer((req, res) => {
    // else idle connections would hold the process until they time out
    if (draining) res.setHeader('Connection', 'close');
    app(req, res);
  });
  server.once('error', fail);
  server.listen(config.port, config.host, announce);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void drain(server));
  // started by another process: without it, nobody is left to stop us
  if (process.connected) process.on('disconnect', () => void drain(server));
} catch (error) {
  fail(error);
}

function fail(error: unknown): void {
  console.error(`The web process could not start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
