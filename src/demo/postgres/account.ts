import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { StartFailure } from '../failure.ts';

/** The account under which PostgreSQL runs; null: our own. */
export type Account = { uid: number; gid: number } | null;

const accountOf = (line: string) => {
  const [name, , uid, gid] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
};

function ownerOf(folder: string): Account {
  if (!existsSync(folder)) return null;
  const { uid, gid } = statSync(folder);
  return uid === 0 ? null : { uid, gid };
}

/**
 * PostgreSQL refuses to run as root, and initdb looks its account up: take the owner of the data if there are any,
 * else an account that exists; never create one.
 */
export function chooseAccount(data: string): Account {
  if (process.getuid?.() !== 0) return null;
  return ownerOf(data) ?? unprivileged();
}

function unprivileged(): Account {
  const known = readFileSync('/etc/passwd', 'utf8').split('\n').map(accountOf);
  const chosen = known.find(({ name }) => name === 'postgres') ?? known.find(({ name }) => name === 'nobody');
  if (chosen) return { uid: chosen.uid, gid: chosen.gid };
  throw new StartFailure(
    'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it: run as another user.',
  );
}

export const giveTo = (account: Account, file: string) => {
  if (account) chownSync(file, account.uid, account.gid);
};

const mayEnter = ({ uid, gid }: NonNullable<Account>, folder: string) => {
  const { mode, uid: owner, gid: group } = statSync(folder);
  if (uid === owner) return (mode & 0o100) !== 0;
  return (mode & (gid === group ? 0o010 : 0o001)) !== 0;
};

const ancestors = (folder: string): string[] => {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
};

/** Whether the account may walk down to a folder: not so under a private home such as /root. */
export const canReach = (account: Account, folder: string) =>
  account === null || ancestors(folder).every((step) => mayEnter(account, step));
