import type { Db, Transaction } from '../db/connection.ts';

/** Tries of one mail: with the back-off of the queue, they span a day and a half. */
export const deliveryTries = 14;

/** A mail to send: its key says what it is, so that it is queued once. */
export interface QueuedMail {
  key: string;
  name: string;
  reason: string;
  /** Absent for a mailbox, which has an address instead. */
  personId?: number;
  address?: string;
  about?: object;
}

// one statement, hence one transaction: a row and its job exist together or not at all
const queueSql = `
  with mails as (
    select * from json_to_recordset(cast(:mails as json))
      as n(key text, name text, reason text, "personId" integer, address text, about jsonb)
  ), queued as (
    insert into emails (key, name, reason, ticket_id, batch, person_id, address, about, dropped_because)
    select n.key, n.name, n.reason, cast(:ticket as bigint), cast(:batch as uuid), p.id, n.address, coalesce(n.about, '{}'),
      case when coalesce(trim(p.mail), n.address, '') = '' then 'no address'
        when p.kind = 'external' and p.mail_verified_at is null then 'address not proven' end
    from mails n left join people p on p.id = n."personId" where p.id is not null or n.address is not null
    on conflict (key) do nothing
    returning id, dropped_because
  )
  select count(*) as jobs from graphile_worker.add_jobs(array(
    select cast(row('deliver', json_build_object('emailId', id), null, null, :tries, concat('email:', id), null, null)
      as graphile_worker.job_spec)
    from queued where dropped_because is null
  ))`;

/** Queues mails about an operation on a ticket, or about none. One that is already queued is not queued again. */
export async function queueMails(
  db: Db | Transaction,
  mails: readonly QueuedMail[],
  operation: { ticketId: number; batch: string } | null = null,
): Promise<void> {
  if (mails.length === 0) return;
  await db.raw(queueSql, {
    mails: JSON.stringify(mails),
    ticket: operation?.ticketId ?? null,
    batch: operation?.batch ?? null,
    tries: deliveryTries,
  } as never);
}
