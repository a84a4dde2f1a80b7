import { createHmac, randomBytes } from 'node:crypto';
import { type Db, rows } from '../src/db/connection.ts';

export interface SignedIn {
  personId: number;
  cookie: string;
  /** What forms carry in `_csrf`. */
  token: string;
}

export const sessionSecret = randomBytes(32).toString('base64url');
const hours = 60 * 60 * 1000;

const signed = (sid: string) =>
  `s:${sid}.${createHmac('sha256', sessionSecret).update(sid).digest('base64').replace(/=+$/, '')}`;

/** Opens a session for each of these people, as signing in leaves it. */
export async function signIn(db: Db, personIds: readonly number[]): Promise<SignedIn[]> {
  const expire = new Date(Date.now() + 12 * hours);
  const cookie = {
    originalMaxAge: 12 * hours,
    expires: expire,
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    path: '/',
  };
  const opened = personIds.map((personId) => ({
    personId,
    sid: randomBytes(24).toString('base64url'),
    csrfToken: randomBytes(32).toString('hex'),
  }));
  const stored = opened.map(({ sid, personId, csrfToken }) => ({ sid, sess: { cookie, personId, csrfToken } }));
  await rows(
    db,
    `insert into sessions (sid, sess, expire)
     select sid, sess, :expire from json_to_recordset(:stored) as s(sid text, sess json)`,
    { expire, stored: JSON.stringify(stored) },
  );
  return opened.map(({ personId, sid, csrfToken }) => ({
    personId,
    cookie: `__Host-guichet=${encodeURIComponent(signed(sid))}`,
    token: `${personId}.${csrfToken}`,
  }));
}
