import { type Db, rows } from '../db/connection.ts';
import { hold, isGranted } from './cap.ts';
import { type Composed, compose } from './compose.ts';
import type { MailSettings } from './render.ts';
import { isPermanent, type Parcel, type Post } from './transport.ts';

export interface Delivery {
  db: Db;
  post: Post;
  settings: MailSettings;
  now: () => Date;
}

/** A mail that this process has taken to send. One about a ticket has both its ticket and its operation. */
export interface Claimed {
  id: number;
  name: string;
  reason: string;
  ticketId: number | null;
  batch: string | null;
  about: unknown;
  /** Null for a mailbox, which has an address. */
  personId: number | null;
  address: string | null;
  kind: 'cas' | 'external' | 'mailbox';
  isAdmin: boolean;
  language: 'fr' | 'en';
  displayName: string;
  mail: string | null;
  /** Whether an outsider has proved the address. */
  proven: boolean;
}

// counting the attempt before sending, and only for a mail that has not left
const claimSql = `
  with claimed as (
    update emails set attempts = attempts + 1
    where id = :id and held_at is null and sent_at is null and failed_at is null and dropped_because is null
    returning id, name, reason, ticket_id, batch, about, person_id, address
  )
  select e.id, e.name, e.reason, e.ticket_id, e.batch, e.about, e.person_id, e.address,
    coalesce(p.kind, 'mailbox') as kind, coalesce(p.is_admin, false) as is_admin, coalesce(p.language, 'fr') as language,
    coalesce(p.display_name, e.address) as display_name, coalesce(p.mail, e.address) as mail,
    p.kind is distinct from 'external' or p.mail_verified_at is not null as proven
  from claimed e left join people p on p.id = e.person_id`;

const mark = (
  db: Db,
  id: number,
  facts: Partial<Record<'sentAt' | 'failedAt' | 'lastError' | 'droppedBecause', unknown>>,
) => db('emails').where({ id }).update(facts);

const pack = (mail: Claimed, address: string, composed: Composed, { settings }: Delivery): Parcel => ({
  ...composed,
  from: settings.mailFrom,
  to: { name: mail.displayName, address },
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', ...composed.headers },
});

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** A digest settles all that it holds. */
const settle = (db: Db, { id, name }: Claimed, facts: Parameters<typeof mark>[2]) =>
  name === 'digest' ? db('emails').where({ id }).orWhere({ digestId: id }).update(facts) : mark(db, id, facts);

/** One that failed for good is given back to what it held, to be seen and sent again one by one. */
const release = (db: Db, { id, name }: Claimed, facts: object) =>
  name === 'digest'
    ? db('emails')
        .where({ digestId: id })
        .update({ ...facts, heldAt: null, digestId: null })
    : Promise.resolve(0);

async function send(delivery: Delivery, mail: Claimed): Promise<void> {
  const { db, post, now, settings } = delivery;
  if (mail.ticketId !== null && !(await isGranted(db, mail.id, settings.mailHourlyCap, now())))
    return void (await hold(db, mail.id, now()));
  const composed = await compose(delivery, mail);
  if ('dropped' in composed) return void (await settle(db, mail, { droppedBecause: composed.dropped }));
  if (!mail.mail) return void (await settle(db, mail, { droppedBecause: 'no address' }));
  if (!mail.proven) return void (await settle(db, mail, { droppedBecause: 'address not proven' }));
  await post.send(pack(mail, mail.mail, composed, delivery));
  await settle(db, mail, { sentAt: now(), lastError: null });
}

/**
 * Sends one queued mail. What may pass later is thrown, for the queue to try again; the last failure, or one that is
 * final, stays on the row, to be seen.
 */
export async function deliver(delivery: Delivery, emailId: number, lastTry: boolean): Promise<void> {
  const [mail] = await rows<Claimed>(delivery.db, claimSql, { id: emailId });
  if (mail === undefined) return;
  try {
    await send(delivery, mail);
  } catch (error) {
    const final = lastTry || isPermanent(error);
    const facts = { lastError: reasonOf(error), ...(final ? { failedAt: delivery.now() } : {}) };
    await mark(delivery.db, mail.id, facts);
    if (final) await release(delivery.db, mail, facts);
    if (!final) throw error;
  }
}
