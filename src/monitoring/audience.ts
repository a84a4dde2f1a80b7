import { type Db, rows } from '../db/connection.ts';
import type { EmailName, Tells } from '../tickets/actions/define.ts';
import { type Standing, standingTo } from '../tickets/standing.ts';
import { mayOpen, visibleServicesSql } from '../tickets/visibility.ts';
import { type Batch, leading, newsFor, selectBatch } from './news.ts';
import { type Alertness, hears, type MonitoringRules } from './rule.ts';

export type Reason =
  | 'owner'
  | 'handler'
  | 'guest'
  | 'service-manager'
  | 'category-member'
  | 'previous-handler'
  | 'watcher'
  | 'bookmarker';

/** As what an action tells the people of each reason. */
export const roleOf: Record<Reason, keyof Tells> = {
  owner: 'owner',
  handler: 'handler',
  guest: 'guests',
  'service-manager': 'service',
  'category-member': 'service',
  'previous-handler': 'service',
  watcher: 'watchers',
  bookmarker: 'watchers',
};

interface Recipient {
  personId: number;
  emailName: EmailName;
  reason: Reason;
}

export interface Candidate {
  id: number;
  name: string;
  mail: string | null;
  kind: 'cas' | 'external';
  isAdmin: boolean;
  hearsOwn: boolean;
  hearsInvited: boolean;
  hearsBookmarked: boolean;
  hearsExpiry: boolean;
  monitoringSuspended: boolean;
  manages: boolean;
  member: boolean;
  invited: boolean;
  managesSibling: boolean;
  watches: boolean;
  bookmarked: boolean;
  seesService: boolean;
  /** Null for who does not manage the service. */
  monitorsAny: Alertness | null;
  monitorsCategory: Alertness | null;
  monitorsHandled: Alertness | null;
}

// the effective members (see is_category_member) worked out once, not once for each of hundreds of managers
const candidatesSql = `
  with recursive up as (
    select id, parent_id, inherits_members from categories where id = :category
    union all
    select c.id, c.parent_id, c.inherits_members from categories c join up on c.id = up.parent_id
    where up.inherits_members
  ), top as (
    select id, inherits_members from up where not inherits_members or parent_id is null
  ), siblings as (
    select distinct m.person_id
    from services own join services s on s.inter_service = own.inter_service and s.id <> own.id
    join service_managers m on m.service_id = s.id
    where own.id = :service and own.inter_service <> ''
  ), concerned as (
    select person_id from service_managers where service_id = :service
    union select person_id from ticket_guests where ticket_id = :ticket
    union select person_id from ticket_watches where ticket_id = :ticket
    union select person_id from bookmarks where ticket_id = :ticket
    union select unnest(cast(:named as integer[]))
  )
  select p.id, p.display_name as name, p.mail, p.kind, p.is_admin, p.hears_own, p.hears_invited,
    p.hears_bookmarked, p.hears_expiry, p.monitoring_suspended,
    m.person_id is not null as manages,
    m.person_id is not null and (top.inherits_members or e.person_id is not null) as member,
    g.person_id is not null as invited, s.person_id is not null as manages_sibling,
    w.person_id is not null as watches, b.person_id is not null as bookmarked,
    :service in (${visibleServicesSql}) as sees_service,
    m.monitors_any, m.monitors_category, m.monitors_handled
  from concerned c join people p on p.id = c.person_id cross join top
  left join service_managers m on m.service_id = :service and m.person_id = p.id
  left join category_members e on e.category_id = top.id and e.person_id = p.id
  left join ticket_guests g on g.ticket_id = :ticket and g.person_id = p.id
  left join ticket_watches w on w.ticket_id = :ticket and w.person_id = p.id
  left join bookmarks b on b.ticket_id = :ticket and b.person_id = p.id
  left join siblings s on s.person_id = p.id
  where p.id <> all (cast(:actors as integer[]))
  order by p.id`;

const present = (ids: readonly (number | null | undefined)[]) => ids.filter((id) => typeof id === 'number');

/** Who handled the ticket before this operation took it from him. */
export const previousHandlers = ({ news }: Batch): number[] =>
  news.flatMap(({ changes: { handlerId } }) => (typeof handlerId?.[0] === 'number' ? [handlerId[0]] : []));

/** Everybody whom news of the ticket may concern, but for those who made it. */
export const candidatesOf = (db: Db, batch: Batch, previous: readonly number[]) =>
  rows<Candidate>(db, candidatesSql, {
    ticket: batch.ticket.id,
    category: batch.ticket.categoryId,
    service: batch.ticket.serviceId,
    named: present([batch.ticket.ownerId, batch.ticket.handlerId, ...previous]),
    actors: present(batch.news.map(({ actorId }) => actorId)),
  });

export const standingOf = (person: Candidate, { ticket }: Pick<Batch, 'ticket'>): Standing =>
  standingTo(ticket, {
    personId: person.id,
    kind: person.kind,
    admin: person.isAdmin,
    owns: person.id === ticket.ownerId,
    handles: person.id === ticket.handlerId,
    manages: person.manages,
    member: person.member,
    invited: person.invited,
    managesSibling: person.managesSibling,
    seesService: person.seesService,
    privileges: new Set(),
  });

const rulesOf = (person: Candidate): MonitoringRules | null =>
  person.monitorsAny === null || person.monitorsCategory === null || person.monitorsHandled === null
    ? null
    : { any: person.monitorsAny, category: person.monitorsCategory, handled: person.monitorsHandled };

const silent: MonitoringRules = { any: 'never', category: 'never', handled: 'never' };

interface Way {
  reason: Reason;
  open: boolean;
  /** Lines of the monitoring rule that must wake for the news; absent where a manager's rule has no say. */
  lines?: MonitoringRules;
}

/** The ways in which this person may be told, the most specific first. */
export function waysTo(person: Candidate, standing: Standing, wasHandler: boolean): Way[] {
  const rules = person.monitoringSuspended ? silent : (rulesOf(person) ?? silent);
  return [
    { reason: 'owner', open: standing.owns && person.hearsOwn },
    { reason: 'handler', open: standing.handles, lines: rules },
    { reason: 'guest', open: standing.invited && person.hearsInvited },
    { reason: 'previous-handler', open: wasHandler, lines: rules },
    { reason: 'service-manager', open: standing.manages, lines: { ...silent, any: rules.any } },
    { reason: 'category-member', open: standing.member, lines: { ...silent, category: rules.category } },
    { reason: 'watcher', open: person.watches },
    { reason: 'bookmarker', open: person.bookmarked && person.hearsBookmarked },
  ];
}

/** As what and why this person is told of an operation; null when he is not. */
export function recipientOf(person: Candidate, batch: Batch, wasHandler: boolean): Recipient | null {
  const standing = standingOf(person, batch);
  if (!mayOpen(batch.ticket, standing)) return null;
  for (const { reason, lines } of waysTo(person, standing, wasHandler).filter(({ open }) => open)) {
    const role = roleOf[reason];
    const relation = { member: standing.member, handles: standing.handles || wasHandler };
    const heard = newsFor(batch, role, standing).filter(
      ({ action }) =>
        (action.news !== 'expiry' || person.hearsExpiry) &&
        (lines === undefined || hears(lines, action.news, relation)),
    );
    const emailName = leading(heard)?.action.tells[role];
    if (emailName !== undefined) return { personId: person.id, emailName, reason };
  }
  return null;
}

/**
 * Who is to be mailed about an operation, as what and why: one mail each, never to who acted, only to who may open the
 * ticket and has something to read. Two queries, however many managers there are.
 */
export async function audienceOf(db: Db, ticketId: number, batchId: string): Promise<Recipient[]> {
  const batch = await selectBatch(db, ticketId, batchId);
  if (batch === null || batch.news.length === 0) return [];
  const previous = previousHandlers(batch);
  const people = await candidatesOf(db, batch, previous);
  return people.flatMap((person) => recipientOf(person, batch, previous.includes(person.id)) ?? []);
}
