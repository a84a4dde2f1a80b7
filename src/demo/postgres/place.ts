import { createHash } from 'node:crypto';
import { chmodSync, chownSync, statSync } from 'node:fs';
import path from 'node:path';
import { writableFolder } from '../folder.ts';
import { type Account, canReach, giveTo } from './account.ts';

const sharedPlace = '/var/lib/guichet-demo';

/** Where root keeps what the account of PostgreSQL must reach. */
export function folderForRoot(): string {
  const folder = writableFolder(sharedPlace);
  chmodSync(folder, 0o755);
  return folder;
}

const elsewhere = (folder: string) =>
  path.join(folderForRoot(), createHash('sha256').update(folder).digest('hex').slice(0, 12));

/** A data folder that is closed to everybody but root is opened to the group of PostgreSQL, to walk through and no more. */
function letThrough(account: Account, dataDir: string): void {
  const { uid, mode } = statSync(dataDir);
  const isPrivate = uid === 0 && (mode & 0o077) === 0;
  if (account === null || !isPrivate || !canReach(account, path.dirname(dataDir))) return;
  chownSync(dataDir, 0, account.gid);
  chmodSync(dataDir, 0o710);
}

/** The folder of the database: the wanted one, unless the account of PostgreSQL cannot walk down to it. */
export function databaseFolder(wanted: string, account: Account, log: (line: string) => void): string {
  const folder = writableFolder(wanted);
  letThrough(account, path.dirname(folder));
  const reachable = canReach(account, path.dirname(folder));
  const place = reachable ? folder : writableFolder(elsewhere(folder));
  if (!reachable) log(`Only root can enter ${path.dirname(folder)}: the database is kept in ${place}`);
  giveTo(account, place);
  chmodSync(place, 0o700);
  return place;
}
