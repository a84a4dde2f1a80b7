import { createHash, randomBytes } from 'node:crypto';
import { type Db, rows, type Transaction } from '../../db/connection.ts';
import type { Language } from '../../web/words.ts';

export type Purpose = 'create' | 'reset' | 'invitation';

/** Tries of the mail: with the back-off of the queue, they span a day and a half. */
const tries = 14;

const letterJob = `graphile_worker.add_job('account-letter', json_build_object('linkId', id),
  job_key := concat('account:', id), max_attempts := :tries)`;

/**
 * Asks for the mail that carries a one-time link. Nothing here looks for who has this address: the worker does, so that
 * whoever asks learns nothing, and waits as long, whatever the answer.
 */
export async function askForLink(
  db: Db,
  { mail, purpose, language }: { mail: string; purpose: Purpose; language: Language },
  now: Date,
): Promise<void> {
  await rows(
    db,
    `with asked as (
       insert into account_links (mail, purpose, language, created_at) values (lower(:mail), :purpose, :language, :now)
       returning id
     )
     select ${letterJob} from asked`,
    { mail, purpose, language, now, tries },
  );
}

/** The mail of a link that was asked for, once more. */
export const queueAccountLetter = (trx: Transaction, linkId: number) =>
  rows(trx, `select ${letterJob} from account_links where id = :linkId`, { linkId, tries });

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** How long a link is good once its mail has left, in hours. */
const lifetimes: Record<Purpose, number> = { create: 24, reset: 2, invitation: 14 * 24 };

/** The secret of a link about to be mailed, in place of one that a failed try may have sent. Only its hash is kept. */
export async function issueToken(
  db: Db,
  { id, purpose }: { id: number; purpose: Purpose },
  now: Date,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + lifetimes[purpose] * 3_600_000);
  await db('accountLinks')
    .where({ id })
    .update({ tokenHash: hashOf(token), expiresAt });
  return token;
}

export interface OpenLink {
  mail: string;
  purpose: Purpose;
  /** Null for somebody who has not said it yet. */
  name: string | null;
}

/** What a link that is still good opens; null for any other. Reading it uses nothing up: mail scanners follow links. */
export async function readLink(db: Db, token: string, now: Date): Promise<OpenLink | null> {
  const [link] = await rows<OpenLink>(
    db,
    `select l.mail, l.purpose, nullif(p.display_name, p.mail) as name
     from account_links l left join people p on lower(p.mail) = l.mail and p.kind = 'external'
     where l.token_hash = :hash and l.used_at is null and l.expires_at > :now`,
    { hash: hashOf(token), now },
  );
  return link ?? null;
}

/** Uses a link up, and with it every other link of the same address. Null when somebody was quicker, or it is too late. */
export async function spendLink(trx: Transaction, token: string, now: Date): Promise<{ mail: string } | null> {
  const [link] = await rows<{ mail: string }>(
    trx,
    `update account_links set used_at = :now
     where token_hash = :hash and used_at is null and expires_at > :now returning mail`,
    { hash: hashOf(token), now },
  );
  if (link === undefined) return null;
  await voidLinks(trx, link.mail, now);
  return link;
}

export const voidLinks = (trx: Transaction, mail: string, now: Date) =>
  trx('accountLinks').where({ mail: mail.toLowerCase(), usedAt: null }).update({ usedAt: now });
