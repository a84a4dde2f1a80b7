import { type Db, rows, type Transaction } from '../../db/connection.ts';
import type { Language } from '../../web/words.ts';
import { spendLink } from './links.ts';
import { hashPassword, isPassword } from './password.ts';

interface Known {
  id: number;
  hash: string | null;
}

/** The account of this address if the password is right. The work is the same when there is none. */
export async function signInByMail(db: Db, mail: string, password: string, now: Date): Promise<number | null> {
  const [account] = await rows<Known>(
    db,
    `select p.id, w.hash from people p join passwords w on w.person_id = p.id
     where p.kind = 'external' and lower(p.mail) = lower(:mail) and p.mail_verified_at is not null`,
    { mail },
  );
  if (!(await isPassword(password, account?.hash ?? null)) || account === undefined) return null;
  await db('people').where({ id: account.id }).update({ lastSeenAt: now });
  return account.id;
}

/** Whoever had a session of this person, a thief included, has none any more. */
export const endSessions = (trx: Transaction, personId: number) =>
  rows(trx, `delete from sessions where sess ->> 'personId' = :person`, { person: String(personId) });

async function setPassword(trx: Transaction, personId: number, hash: string, now: Date): Promise<void> {
  await rows(
    trx,
    `insert into passwords (person_id, hash, changed_at) values (:personId, :hash, :now)
     on conflict (person_id) do update set hash = excluded.hash, changed_at = excluded.changed_at`,
    { personId, hash, now },
  );
  await endSessions(trx, personId);
}

interface Chosen {
  token: string;
  name: string;
  password: string;
  language: Language;
}

/** Opens the account to which a link leads: its address is proven. Null when the link is not good any more. */
export async function openAccount(
  db: Db,
  { token, name, password, language }: Chosen,
  now: Date,
): Promise<number | null> {
  const hash = await hashPassword(password);
  return db.transaction(async (trx) => {
    const link = await spendLink(trx, token, now);
    if (link === null) return null;
    const [person] = await rows<{ id: number }>(
      trx,
      `insert into people as p (kind, display_name, mail, mail_verified_at, language, created_at, last_seen_at)
       values ('external', :name, :mail, :now, :language, :now, :now)
       on conflict (lower(mail)) where kind = 'external' do update
         set mail_verified_at = coalesce(p.mail_verified_at, :now), last_seen_at = :now,
           display_name = case when p.display_name = p.mail then excluded.display_name else p.display_name end
       returning id`,
      { name, mail: link.mail, language, now },
    );
    if (person === undefined) throw new Error('The account could not be written');
    await setPassword(trx, person.id, hash, now);
    return person.id;
  });
}

/** True once done; false when the present password is not the one given. */
export async function changePassword(
  db: Db,
  personId: number,
  { current, next }: { current: string; next: string },
  now: Date,
): Promise<boolean> {
  const [known] = await rows<{ hash: string }>(db, 'select hash from passwords where person_id = :personId', {
    personId,
  });
  if (!(await isPassword(current, known?.hash ?? null))) return false;
  const hash = await hashPassword(next);
  await db.transaction((trx) => setPassword(trx, personId, hash, now));
  return true;
}

export const rename = (db: Db, personId: number, name: string) =>
  db('people').where({ id: personId, kind: 'external' }).update({ displayName: name });
