import { createHash } from 'node:crypto';
import { type Db, rows } from '../../db/connection.ts';

interface Limit {
  name: string;
  most: number;
  minutes: number;
}

/** A whole campus may share one IP address; a mail address belongs to one person. */
export const limits = {
  signInOfAddress: { name: 'sign-in', most: 10, minutes: 15 },
  signInFromIp: { name: 'sign-in-ip', most: 100, minutes: 15 },
  linkToAddress: { name: 'link', most: 3, minutes: 60 },
  linkFromIp: { name: 'link-ip', most: 20, minutes: 60 },
  password: { name: 'password', most: 10, minutes: 15 },
} satisfies Record<string, Limit>;

const keyOf = ({ name }: Limit, who: string) =>
  `${name}:${createHash('sha256').update(who.toLowerCase()).digest('base64url')}`;

/** Counts one more try, in the database so that all web processes share the count. False once there were too many. */
export async function mayTry(db: Db, limit: Limit, who: string, now: Date): Promise<boolean> {
  const start = new Date(now.getTime() - limit.minutes * 60_000);
  const [attempts] = await rows<{ count: number }>(
    db,
    `insert into account_attempts as a (key, since, count) values (:key, :now, 1)
     on conflict (key) do update set count = case when a.since < :start then 1 else a.count + 1 end,
       since = case when a.since < :start then excluded.since else a.since end
     returning count`,
    { key: keyOf(limit, who), now, start },
  );
  return (attempts?.count ?? 1) <= limit.most;
}

export const forgetTries = (db: Db, limit: Limit, who: string) =>
  db('accountAttempts')
    .where({ key: keyOf(limit, who) })
    .delete();
