import { type Db, rows } from '../db/connection.ts';
import { ticketColumns } from '../tickets/situation.ts';
import { type Reason, recipientOf } from './audience.ts';
import { type Candidate, formerOf } from './candidates.ts';
import type { ManagedService, ManagerWishes, ServiceWishes } from './manager-settings.ts';
import { asNews, type Batch, type EventJson, eventsJson, leading } from './news.ts';

/** A mail that would have been received. */
export interface ForetoldMail {
  ticketId: number;
  subject: string;
  serviceId: number;
  at: Date;
  word: string;
  reason: Reason;
}

const week = 7 * 86_400_000;
const mostOperations = 3000;

type Facts = Omit<Candidate, 'monitorsAny' | 'monitorsCategory' | 'monitorsHandled' | 'monitoringSuspended'>;

type Row = Batch['ticket'] & {
  events: EventJson[] | null;
  at: Date;
  candidate: Facts;
};

// the operations of a week on the tickets of these services, each with what its reader is to its ticket
const operationsSql = `
  select ${ticketColumns}, category_is_confidential(t.category_id) as confidential, o.events, o.at,
    json_build_object('id', p.id, 'name', p.display_name, 'mail', p.mail, 'kind', p.kind, 'isAdmin', p.is_admin,
      'hearsOwn', p.hears_own, 'hearsInvited', p.hears_invited, 'hearsBookmarked', p.hears_bookmarked,
      'hearsExpiry', p.hears_expiry, 'manages', true, 'member', is_category_member(t.category_id, p.id),
      'invited', exists (select 1 from ticket_guests g where g.ticket_id = t.id and g.person_id = p.id),
      'watches', exists (select 1 from ticket_watches w where w.ticket_id = t.id and w.person_id = p.id),
      'bookmarked', exists (select 1 from bookmarks b where b.ticket_id = t.id and b.person_id = p.id),
      'managesSibling', false, 'seesService', true, 'leftService', false, 'leftCategory', false) as candidate
  from people p join tickets t on t.service_id = any (cast(:services as integer[])) and t.last_action_at >= :since
  cross join lateral (
    select ${eventsJson} as events, max(e.at) as at, max(e.id) as last
    from ticket_events e where e.ticket_id = t.id and e.at >= :since
    group by e.batch having bool_and(e.actor_id is distinct from p.id)
  ) o
  where p.id = :person
  order by o.last desc limit ${mostOperations}`;

const wished = (facts: Facts, { rules }: ServiceWishes, { monitors }: ManagerWishes): Candidate => ({
  ...facts,
  monitoringSuspended: !monitors,
  monitorsAny: rules.any,
  monitorsCategory: rules.category,
  monitorsHandled: rules.handled,
});

/**
 * The mails that a manager would have received of his services in the last seven days with these settings, worked out
 * by the rule that sends them, on the tickets as they are now. The latest first; past 3,000 operations, no further.
 */
export async function mailsForetold(
  db: Db,
  personId: number,
  wishes: ManagerWishes,
  services: readonly (ServiceWishes & Pick<ManagedService, 'id'>)[],
  now: Date,
): Promise<ForetoldMail[]> {
  const found = await rows<Row>(db, operationsSql, {
    person: personId,
    services: services.map(({ id }) => id),
    since: new Date(now.getTime() - week),
  });
  return found.flatMap(({ events, at, candidate, ...ticket }) => {
    const wish = services.find(({ id }) => id === ticket.serviceId);
    const batch: Batch = { ticket, news: (events ?? []).flatMap(asNews) };
    if (wish === undefined || batch.news.length === 0) return [];
    const recipient = recipientOf(wished(candidate, wish, wishes), batch, formerOf(batch));
    if (recipient === null) return [];
    const word = leading(batch.news)?.action.subjectWord ?? '';
    const { id: ticketId, subject, serviceId } = ticket;
    return [{ ticketId, subject, serviceId, at, word, reason: recipient.reason }];
  });
}
