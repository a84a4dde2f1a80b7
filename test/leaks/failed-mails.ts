import { randomUUID } from 'node:crypto';
import type { Db } from '../../src/db/connection.ts';

/** Of each ticket, a mail that did not reach its owner and one that did not reach its guests; and an operation nobody heard of. */
export async function failSomeMails(db: Db, tickets: readonly { id: number }[]): Promise<void> {
  const ids = tickets.map(({ id }) => id);
  await db.raw(
    `insert into emails (key, name, reason, ticket_id, batch, person_id, failed_at, last_error)
     select concat_ws(':', 'event', t.id, who.id), 'ticket-news', 'owner', t.id, cast(:batch as uuid), who.id, now(), 'refused'
     from tickets t join lateral (
       select t.owner_id as id union select person_id from ticket_guests where ticket_id = t.id
     ) who on true where t.id = any (:ids)`,
    { ids, batch: randomUUID() },
  );
  await db.raw(
    `select graphile_worker.add_job('announce', json_build_object('ticketId', id, 'batch', cast(:batch as text)), max_attempts := 1)
     from tickets where id = any (:ids)`,
    { ids, batch: randomUUID() },
  );
  await db.raw('update graphile_worker._private_jobs set attempts = max_attempts');
}
