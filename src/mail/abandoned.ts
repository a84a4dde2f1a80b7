import { type Db, rows } from '../db/connection.ts';

// a job that still has a try, or that somebody is at
const alive = (key: string) => `exists (select 1 from graphile_worker.jobs j
  where j.key = ${key} and (j.attempts < j.max_attempts or j.locked_at is not null))`;

const pending = 'sent_at is null and failed_at is null and dropped_because is null';

// a mail that waits for a digest, or is in one, is as alive as that digest
const mailsSql = `
  update emails e set failed_at = :now, held_at = null, digest_id = null
  where ${pending} and not case
    when e.digest_id is not null then ${alive(`concat('email:', e.digest_id)`)}
    when e.held_at is not null then ${alive(`concat('digest:', e.person_id)`)}
    else ${alive(`concat('email:', e.id)`)} end
  returning e.id`;

const linksSql = `
  update account_links l set failed_at = :now
  where ${pending} and used_at is null and not ${alive(`concat('account:', l.id)`)}
  returning l.id`;

/**
 * A worker that dies at the last try of a mail leaves it neither sent nor failed, and nobody will try again: such a mail
 * is marked as failed, to be seen and sent again. Answers how many there were.
 */
export async function failAbandoned(db: Db, now: Date): Promise<number> {
  const [mails, links] = [await rows(db, mailsSql, { now }), await rows(db, linksSql, { now })];
  return mails.length + links.length;
}
