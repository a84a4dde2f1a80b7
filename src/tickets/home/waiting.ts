import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { lineColumns, lineJoins } from '../lists.ts';
import type { TicketLine } from '../pages.ts';
import { shownNameSql } from '../people-shown.ts';
import { readerBindings } from '../visibility.ts';

/** A ticket whose owner must answer. */
export interface WaitingLine extends TicketLine {
  /** Who closed it or asked, as the owner may know him; null for the application. */
  who: string | null;
  /** Of all that wait, also those that are not among the lines. */
  closures: number;
  questions: number;
}

const waitingSql = `
  select ${lineColumns}, hit.closures, hit.questions,
    case when actor.id is not null then ${shownNameSql('actor')} end as who
  from (
    select t.id, count(*) filter (where t.status = 'closed') over () as closures,
      count(*) filter (where t.status = 'incomplete') over () as questions
    from tickets t
    where t.owner_id = :person and t.status in ('closed', 'incomplete') and t.archived_at is null
    order by t.last_action_at desc, t.id desc limit :limit
  ) hit
  join tickets t on t.id = hit.id ${lineJoins}
  left join lateral (
    select e.actor_id from ticket_events e
    where e.ticket_id = t.id and e.action = case t.status when 'closed' then 'close' else 'request-information' end
    order by e.id desc limit 1
  ) deed on true
  left join people actor on actor.id = deed.actor_id
  order by t.last_action_at desc, t.id desc`;

/** What waits for the owner himself: closures to approve, information asked for. */
export const waitingForOwner = (db: Db, person: Person, limit = 10) =>
  rows<WaitingLine>(db, waitingSql, { ...readerBindings(person), limit });
