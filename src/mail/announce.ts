import type { Db } from '../db/connection.ts';
import { audienceOf } from '../monitoring/audience.ts';

/** Tries of one mail: with the back-off of the queue, they span a day and a half. */
export const deliveryTries = 14;

// one statement, hence one transaction: a row and its job exist together or not at all
const queueSql = `
  with news as (
    select * from json_to_recordset(cast(:recipients as json)) as n("personId" integer, "emailName" text, reason text)
  ), queued as (
    insert into emails (key, name, reason, ticket_id, batch, person_id, dropped_because)
    select concat('event:', cast(:batch as text), ':', p.id), n."emailName", n.reason, :ticket, cast(:batch as uuid), p.id,
      case when coalesce(trim(p.mail), '') = '' then 'no address' end
    from news n join people p on p.id = n."personId"
    on conflict (key) do nothing
    returning id, dropped_because
  )
  select count(*) as jobs from graphile_worker.add_jobs(array(
    select cast(row('deliver', json_build_object('emailId', id), null, null, :tries, concat('email:', id), null, null)
      as graphile_worker.job_spec)
    from queued where dropped_because is null
  ))`;

/** Turns an operation into one mail per person to be told. Run twice, it queues nothing more. */
export async function announce(db: Db, { ticketId, batch }: { ticketId: number; batch: string }): Promise<void> {
  const recipients = await audienceOf(db, ticketId, batch);
  if (recipients.length === 0) return;
  await db.raw(queueSql, {
    recipients: JSON.stringify(recipients),
    batch,
    ticket: ticketId,
    tries: deliveryTries,
  });
}
