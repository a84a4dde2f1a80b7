import type { Db } from '../../src/db/connection.ts';

/** Some keep at hand a ticket of theirs, some managers follow what a colleague handles, and all have looked at tickets. */
export async function followSome(trx: Db): Promise<void> {
  await trx.raw(`
    insert into bookmarks (ticket_id, person_id, created_at)
    select t.id, p.person_id, t.last_action_at from tickets t
    cross join lateral (select t.owner_id as person_id union select t.handler_id) p
    where t.id % 9 = 0 and p.person_id is not null`);
  await trx.raw(`
    insert into ticket_watches (ticket_id, person_id, created_at)
    select t.id, m.person_id, t.last_action_at from tickets t
    join lateral (select person_id from service_managers where service_id = t.service_id
      and person_id is distinct from t.handler_id order by position, person_id limit 1) m on true
    where t.id % 14 = 0 and t.handler_id is not null`);
  await trx.raw(`
    update ticket_views v set opened_at = t.last_action_at + interval '7 minutes' * (t.id % 5) from tickets t
    where t.id = v.ticket_id and t.id % 3 = 0 and v.person_id in (t.owner_id, t.handler_id)`);
}
