import { rows } from '../db/connection.ts';
import type { Alert, AlertsOf } from '../tickets/alerts.ts';
import { togetherLetterName } from './together-letter.ts';

const state = `case when e.sent_at is not null then 'sent' when e.dropped_because is not null then 'dropped'
  when e.failed_at is not null then 'failed' else 'waiting' end`;

const alertsSql = `
  select e.batch, coalesce(p.display_name, e.address) as "to", ${state} as state,
    case when e.held_at is not null then 'digest' else 'alone' end as way
  from emails e left join people p on p.id = e.person_id where e.ticket_id = :ticket
  union all
  select cast(e.about ->> 'batch' as uuid), coalesce(p.display_name, e.address), ${state}, 'together'
  from emails e left join people p on p.id = e.person_id
  where e.ticket_id is null and e.name = '${togetherLetterName}'
    and e.about ->> 'batch' in (select cast(batch as text) from ticket_events where ticket_id = :ticket)
    and e.about -> 'tickets' @> jsonb_build_array(jsonb_build_object('id', cast(:ticket as bigint)))
  order by "to", state`;

/** « Alerte(s) envoyée(s) »: who was mailed about a ticket, operation by operation, how, and whether it left. */
export const alertsOf: AlertsOf = (db, ticketId) => rows<Alert>(db, alertsSql, { ticket: ticketId });
