import { rows } from '../db/connection.ts';
import type { Alert, AlertsOf } from '../tickets/alerts.ts';

/** « Alerte(s) envoyée(s) »: who was mailed about a ticket, operation by operation, and whether it left. */
export const alertsOf: AlertsOf = (db, ticketId) =>
  rows<Alert>(
    db,
    `select e.batch, json_build_object('id', p.id, 'name', p.display_name, 'mail', p.mail) as person,
       case when e.sent_at is not null then 'sent' when e.dropped_because is not null then 'dropped'
         when e.failed_at is not null then 'failed' else 'waiting' end as state
     from emails e join people p on p.id = e.person_id where e.ticket_id = :ticket order by p.display_name, e.id`,
    { ticket: ticketId },
  );
