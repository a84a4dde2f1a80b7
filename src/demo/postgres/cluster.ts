import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StartFailure } from '../failure.ts';
import { type Account, giveTo } from './account.ts';
import type { Binaries } from './binaries.ts';
import { commandOf, isAlive, isGoneWithin } from './running.ts';

export interface Cluster {
  data: string;
  password: string;
}

/** No locale of the machine is used: the same order of words everywhere. */
const initOptions = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

export const bareEnvironment = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' });

function checkVersion(data: string, { major }: Binaries): void {
  const found = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  throw new StartFailure(
    `${data} was made by PostgreSQL ${found} and this version brings PostgreSQL ${major}: move that folder away to start afresh, or set DATABASE_URL to a server that can read it.`,
  );
}

/** Made aside and renamed when complete: an interrupted start leaves nothing that looks like a database. */
function initialise(folder: string, binaries: Binaries, account: Account, fast: boolean): void {
  const [partial, secret] = [path.join(folder, 'data.new'), path.join(folder, 'password')];
  rmSync(partial, { recursive: true, force: true });
  rmSync(secret, { force: true });
  writeFileSync(secret, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  giveTo(account, secret);
  const options = ['-D', partial, '-U', 'app', '--pwfile', secret, ...initOptions, ...(fast ? ['--no-sync'] : [])];
  const done = spawnSync(binaries.initdb, options, { cwd: '/', env: bareEnvironment(), encoding: 'utf8', ...account });
  if (done.status !== 0)
    throw new StartFailure(
      `The database could not be created in ${folder}: ${done.error?.message ?? done.stderr.trim()}`,
    );
  renameSync(partial, path.join(folder, 'data'));
}

export function openCluster(folder: string, binaries: Binaries, account: Account, fast: boolean): Cluster {
  const data = path.join(folder, 'data');
  if (!existsSync(data)) initialise(folder, binaries, account, fast);
  if (!existsSync(path.join(data, 'PG_VERSION')))
    throw new StartFailure(`${data} holds something else than a PostgreSQL database: move it away.`);
  checkVersion(data, binaries);
  return { data, password: readFileSync(path.join(folder, 'password'), 'utf8').trim() };
}

/** After `kill -9` of a launcher its server lives on, or its lock file stays behind. */
export async function stopOrphan(data: string, log: (line: string) => void): Promise<void> {
  const lock = path.join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number.parseInt(readFileSync(lock, 'utf8'), 10);
  if (pid > 1 && isAlive(pid) && commandOf(pid).includes(data)) {
    log(`Stopping the PostgreSQL that an interrupted run left behind (process ${pid})`);
    process.kill(pid, 'SIGINT');
    if (!(await isGoneWithin(20_000, pid)))
      throw new StartFailure(`An earlier PostgreSQL (process ${pid}) does not stop: end it, then start again.`);
  }
  if (!commandOf(pid).includes(data)) rmSync(lock, { force: true });
}
