import { lineColumns, lineJoins } from '../lists.ts';
import type { TicketLine } from '../pages.ts';
import { shownNameSql } from '../people-shown.ts';

/** A ticket whose owner must answer. */
export interface WaitingLine extends TicketLine {
  /** Who closed it or asked, as the owner may know him; null for the application. */
  who: string | null;
  /** Of all that wait, also those that are not among the lines. */
  closures: number;
  questions: number;
}

const shown = 10;

/** What waits for the owner himself: closures to approve, information asked for. */
export const waitingSql = `
  select ${lineColumns}, hit.closures, hit.questions,
    case when actor.id is not null then ${shownNameSql('actor')} end as who
  from (
    select t.id, count(*) filter (where t.status = 'closed') over () as closures,
      count(*) filter (where t.status = 'incomplete') over () as questions
    from tickets t
    where t.owner_id = :person and t.status in ('closed', 'incomplete') and t.archived_at is null
    order by t.last_action_at desc, t.id desc limit ${shown}
  ) hit
  join tickets t on t.id = hit.id ${lineJoins}
  left join lateral (
    select e.actor_id from ticket_events e
    where e.ticket_id = t.id and e.action = case t.status when 'closed' then 'close' else 'request-information' end
    order by e.id desc limit 1
  ) deed on true
  left join people actor on actor.id = deed.actor_id
  order by t.last_action_at desc, t.id desc`;
