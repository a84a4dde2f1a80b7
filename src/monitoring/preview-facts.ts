import { type Db, rows } from '../db/connection.ts';
import { shownToAll } from '../services/visibility/shown.ts';
import { ticketColumns } from '../tickets/situation-sql.ts';
import { type Reader, readerBindings, visibleSql } from '../tickets/visibility.ts';
import type { Candidate } from './candidates.ts';
import type { ServiceWishes } from './manager-settings.ts';
import { type Batch, type EventJson, eventJson } from './news.ts';

const mostTickets = 2000;

export type Tie = Pick<Candidate, 'invited' | 'watches' | 'bookmarked'>;
/** With `opens`, whether this person may open it now: he would have read then what he may not read any more. */
export type ChangedTicket = Batch['ticket'] & { events: EventJson[]; tie: Tie; opens: boolean };

// those of the services now, and those that have left them since, each with all that happened to it
const ticketsSql = `
  with moved as (
    select ticket_id from ticket_events
    where changes -> 'serviceId' is not null and changes -> 'serviceId' ->> 0 = any (cast(:services as text[])) and at >= :since
  )
  select ${ticketColumns}, category_is_confidential(t.category_id) as confidential, ${visibleSql} as opens,
    (select json_agg(${eventJson} order by e.id) from ticket_events e where e.ticket_id = t.id and e.at >= :since) as events,
    json_build_object(
      'invited', exists (select 1 from ticket_guests g where g.ticket_id = t.id and g.person_id = :person),
      'watches', exists (select 1 from ticket_watches w where w.ticket_id = t.id and w.person_id = :person),
      'bookmarked', exists (select 1 from bookmarks b where b.ticket_id = t.id and b.person_id = :person)) as tie
  from tickets t
  where t.id in (
      select m.id from (select id from tickets
        where service_id = any (cast(:services as integer[])) and last_action_at >= :since
        order by last_action_at desc limit ${mostTickets}) m
      union all select ticket_id from moved)
    and exists (select 1 from ticket_events e where e.ticket_id = t.id and e.at >= :since)`;

/** The tickets of these services that changed since, each with all that happened to it. */
export const changedTickets = (db: Db, reader: Reader, wanted: { services: number[]; since: Date }) =>
  rows<ChangedTicket>(db, ticketsSql, { ...readerBindings(reader), ...wanted });

type Self = Pick<
  Candidate,
  'id' | 'name' | 'mail' | 'kind' | 'isAdmin' | 'hearsOwn' | 'hearsInvited' | 'hearsBookmarked' | 'hearsExpiry'
> & { siblings: number[]; enabled: number[] };

const selfSql = `
  select id, display_name as name, mail, kind, is_admin, hears_own, hears_invited, hears_bookmarked, hears_expiry,
    array(select own.id from services own join services s on s.inter_service = own.inter_service and s.id <> own.id
      join service_managers m on m.service_id = s.id and m.person_id = :person where own.inter_service <> '') as siblings,
    array(select id from services where enabled) as enabled
  from people where id = :person`;

interface CategoryFacts {
  id: number;
  serviceId: number;
  confidential: boolean;
  member: boolean;
}

const categoriesSql = `
  select id, service_id, category_is_confidential(id) as confidential, is_category_member(id, :person) as member
  from categories where id = any (cast(:ids as integer[]))`;

/** Every category where one of these tickets was. */
const categoriesOf = (found: readonly ChangedTicket[]) => [
  ...new Set(
    found.flatMap(({ categoryId, events }) => [
      categoryId,
      ...events.flatMap(({ changes }) => (changes.categoryId ? [changes.categoryId[0] as number] : [])),
    ]),
  ),
];

/** All that decides, of one person: what `candidatesOf` asks of everybody around one ticket. */
export interface Viewer {
  self: Self;
  monitors: boolean;
  wishes: ReadonlyMap<number, ServiceWishes>;
  categories: ReadonlyMap<number, CategoryFacts>;
  view: readonly number[] | null;
}

/** What decides, but for what he wishes. */
export async function viewerFacts(
  db: Db,
  person: number,
  found: readonly ChangedTicket[],
): Promise<Pick<Viewer, 'self' | 'categories' | 'view'>> {
  const [[self], categories, shown] = await Promise.all([
    rows<Self>(db, selfSql, { person }),
    rows<CategoryFacts>(db, categoriesSql, { person, ids: categoriesOf(found) }),
    shownToAll(db, [person]),
  ]);
  if (self === undefined) throw new Error('There is no such person');
  return { self, categories: new Map(categories.map((one) => [one.id, one])), view: shown.get(person)?.view ?? null };
}
