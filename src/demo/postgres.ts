import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { errorCode, StartFailure } from './failure.ts';
import { freePort } from './ports.ts';
import { type Account, chooseAccount } from './postgres/account.ts';
import { findBinaries } from './postgres/binaries.ts';
import { bareEnvironment, type Cluster, openCluster, stopOrphan } from './postgres/cluster.ts';
import { takeFolder } from './postgres/owner.ts';
import { databaseFolder } from './postgres/place.ts';

export interface PostgresOptions {
  /** Folder of the server: its data, its password, its log. */
  dir: string;
  database: string;
  /** For tests: gives up safety at a power cut. */
  fast?: boolean;
  port?: number;
  log?: (line: string) => void;
}

export interface RunningPostgres {
  url: string;
  port: number;
  pid: number;
  /** Settles when the server has ended, asked or not. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}

const settings = (port: number, fast: boolean) => [
  ...['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'timezone=UTC'],
  ...(fast ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : []),
];

/** In its own process group: Ctrl-C must reach PostgreSQL last, through us. */
function launch(program: string, data: string, options: string[], account: Account): ChildProcess {
  const log = openSync(path.join(path.dirname(data), 'log'), 'w', 0o600);
  const child = spawn(program, ['-D', data, ...options], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: bareEnvironment(),
  });
  closeSync(log);
  return child;
}

const lastWords = (data: string) =>
  readFileSync(path.join(path.dirname(data), 'log'), 'utf8')
    .trim()
    .split('\n')
    .slice(-5)
    .join('\n');

async function createDatabase(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
}

async function tryToConnect(url: string, database: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await createDatabase(client, database);
    return true;
  } catch (error) {
    // refused, or 57P03: the server is still starting up or recovering
    if (['ECONNREFUSED', 'ECONNRESET', '57P03'].includes(errorCode(error) ?? '')) return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

async function whenReady(child: ChildProcess, data: string, connects: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await connects()); await sleep(25)) {
    if (child.exitCode !== null || child.signalCode)
      throw new StartFailure(`PostgreSQL did not start:\n${lastWords(data)}`);
    if (Date.now() > end) throw new StartFailure(`PostgreSQL is not ready after a minute:\n${lastWords(data)}`);
  }
}

const exitOf = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });

const stopper = (child: ChildProcess, ended: Promise<void>) => async () => {
  child.kill('SIGINT');
  await ended;
};

async function serve(
  cluster: Cluster,
  program: string,
  account: Account,
  options: PostgresOptions,
): Promise<RunningPostgres> {
  const port = options.port ?? (await freePort());
  const child = launch(program, cluster.data, settings(port, options.fast ?? false), account);
  const ended = exitOf(child);
  const stop = stopper(child, ended);
  const url = (database: string) => `postgres://app:${cluster.password}@127.0.0.1:${port}/${database}`;
  try {
    await whenReady(child, cluster.data, () => tryToConnect(url('postgres'), options.database));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: url(options.database), port, pid: child.pid as number, ended, stop };
}

/** Starts the packaged PostgreSQL on a folder, and creates what is absent. A folder serves one launcher at a time. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const log = options.log ?? (() => {});
  const account = chooseAccount(path.resolve(options.dir, 'data'));
  const binaries = findBinaries(account);
  const folder = databaseFolder(path.resolve(options.dir), account, log);
  const giveBack = takeFolder(folder);
  try {
    const cluster = openCluster(folder, binaries, account, options.fast ?? false);
    await stopOrphan(cluster.data, log);
    const server = await serve(cluster, binaries.postgres, account, options);
    void server.ended.then(giveBack);
    return server;
  } catch (error) {
    giveBack();
    throw error;
  }
}
