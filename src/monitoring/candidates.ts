import { type Db, rows } from '../db/connection.ts';
import { shownToAll } from '../services/visibility/shown.ts';
import { type Standing, standingTo } from '../tickets/standing.ts';
import type { Batch } from './news.ts';
import type { Alertness } from './rule.ts';

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
  /** By this operation the ticket left a service that he manages and of which he hears everything; likewise a category. */
  leftService: boolean;
  leftCategory: boolean;
  /** Null for who does not manage the service. */
  monitorsAny: Alertness | null;
  monitorsCategory: Alertness | null;
  monitorsHandled: Alertness | null;
}

const candidatesSql = `
  with top as (
    select members_from as id, members_from is null as inherits_members from categories where id = :category
  ), siblings as (
    select distinct m.person_id
    from services own join services s on s.inter_service = own.inter_service and s.id <> own.id
    join service_managers m on m.service_id = s.id
    where own.id = :service and own.inter_service <> ''
  ), left_behind as (
    select person_id, true as service, false as category from service_managers
    where service_id = any (cast(:leftServices as integer[])) and monitors_any = 'always'
    union all
    select e.person_id, false, true
    from categories c cross join category_effective_members(c.id) e
    join service_managers m on m.service_id = c.service_id and m.person_id = e.person_id
    where c.id = any (cast(:leftCategories as integer[])) and m.monitors_category = 'always'
  ), concerned as (
    select person_id from service_managers where service_id = :service
    union select person_id from left_behind
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
    (select enabled from services where id = :service) as sees_service,
    coalesce(l.service, false) as left_service, coalesce(l.category, false) as left_category,
    m.monitors_any, m.monitors_category, m.monitors_handled
  from concerned c join people p on p.id = c.person_id cross join top
  left join service_managers m on m.service_id = :service and m.person_id = p.id
  left join category_members e on e.category_id = top.id and e.person_id = p.id
  left join ticket_guests g on g.ticket_id = :ticket and g.person_id = p.id
  left join ticket_watches w on w.ticket_id = :ticket and w.person_id = p.id
  left join bookmarks b on b.ticket_id = :ticket and b.person_id = p.id
  left join (select person_id, bool_or(service) as service, bool_or(category) as category
    from left_behind group by person_id) l on l.person_id = p.id
  left join siblings s on s.person_id = p.id
  where p.id <> all (cast(:actors as integer[]))
  order by p.id`;

const present = (ids: readonly (number | null | undefined)[]) => ids.filter((id) => typeof id === 'number');

type Moved = 'handlerId' | 'ownerId' | 'serviceId' | 'categoryId';

/** What the ticket had before this operation took it away. */
const formerly = ({ news }: Batch, field: Moved): number[] =>
  present(news.map(({ changes }) => changes[field]?.[0] as number | null | undefined));

/** Who and what an operation took the ticket from. */
export interface Former {
  handlers: readonly number[];
  owners: readonly number[];
  services: readonly number[];
  categories: readonly number[];
}

export const formerOf = (batch: Batch): Former => ({
  handlers: formerly(batch, 'handlerId'),
  owners: formerly(batch, 'ownerId'),
  services: formerly(batch, 'serviceId'),
  categories: formerly(batch, 'categoryId'),
});

/** Everybody whom news of the ticket may concern, but for those who made it. */
export async function candidatesOf(db: Db, batch: Batch, former: Former): Promise<Candidate[]> {
  const found = await rows<Candidate>(db, candidatesSql, {
    ticket: batch.ticket.id,
    category: batch.ticket.categoryId,
    service: batch.ticket.serviceId,
    leftServices: former.services,
    leftCategories: former.categories,
    named: present([batch.ticket.ownerId, batch.ticket.handlerId, ...former.handlers, ...former.owners]),
    actors: present(batch.news.map(({ actorId }) => actorId)),
  });
  const ids = found.map(({ id }) => id);
  const shown = await shownToAll(db, ids);
  const sees = (id: number) => shown.get(id)?.view.includes(batch.ticket.serviceId) ?? true;
  return found.map((person) => ({ ...person, seesService: person.seesService && sees(person.id) }));
}

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
    shown: null,
    privileges: new Set(),
  });
