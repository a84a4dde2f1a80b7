import { type Db, rows } from '../../db/connection.ts';
import type { Directory, Located } from './directory.ts';

const batch = 100;

/** Accounts to compare with the directory: who signed in these last days is not gone. */
const accounts = (db: Db, now: Date) =>
  rows<{ login: string; leftAt: Date | null }>(
    db,
    `select login, left_at from people
     where kind = 'cas' and login is not null and (last_seen_at is null or last_seen_at < :now::timestamptz - interval '7 days')
     order by id`,
    { now },
  );

async function keepUpToDate(db: Db, people: readonly Located[]): Promise<void> {
  for (const { login, unlisted, entity, mail } of people) {
    await rows(
      db,
      `update people set unlisted = :unlisted, entity = :entity, mail = coalesce(:mail, mail), left_at = null
       where login = :login and (unlisted, entity, mail, left_at) is distinct from (:unlisted, :entity, coalesce(:mail, mail), null)`,
      { login, unlisted, entity, mail },
    );
  }
}

/**
 * Marks those that the directory does not have any more, once a day, and brings the others up to date. Nobody is marked
 * when it does not answer (`DirectoryDown` is thrown), nor when it has nobody, or when half would be gone: it is then
 * the directory that fails. Answers how many are newly marked.
 */
export async function markDepartures(db: Db, directory: Directory, now: Date): Promise<number> {
  const known = await accounts(db, now);
  const present: Located[] = [];
  for (let start = 0; start < known.length; start += batch) {
    const logins = known.slice(start, start + batch).map(({ login }) => login);
    present.push(...(await directory.present(logins)));
  }
  if (present.length === 0) return 0;
  const there = new Set(present.map(({ login }) => login));
  await keepUpToDate(db, present);
  const gone = known.filter(({ login, leftAt }) => leftAt === null && !there.has(login)).map(({ login }) => login);
  if (gone.length > 20 && gone.length > known.length / 2) return 0;
  await rows(db, 'update people set left_at = :now where login = any (:gone) and left_at is null', { gone, now });
  return gone.length;
}
