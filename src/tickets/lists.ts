import { type Db, rows } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import { seenSql } from './neighbours.ts';
import type { TicketLine } from './pages.ts';
import { shownNameSql } from './people-shown.ts';
import { managedVisibleSql, managesSql, readerBindings, visibleSql } from './visibility.ts';

export const states = ['open', 'closed', 'all'] as const;
export type State = (typeof states)[number];

/** Where a page of a list begins: after this ticket, in the order of the list (newest change first). */
export interface Cursor {
  at: Date;
  id: number;
}

const pageSize = 25;

const openStatuses = "t.status in ('free', 'in-progress', 'incomplete', 'postponed')";

const inState: Record<State, string> = {
  open: `${openStatuses} and t.archived_at is null`,
  closed: `not (${openStatuses})`,
  all: 'true',
};

/** The columns and joins of a {@link TicketLine}, from tickets `t`. */
export const lineColumns = `
  t.id, '/tickets/' || t.id as href, t.subject, t.status, coalesce(t.priority, c.effective_priority) as priority,
  case when starts_with(c.label, s.label) then c.label else s.label || ' - ' || c.label end as category,
  ${shownNameSql('owner')} as owner, ${shownNameSql('handler')} as handler, t.last_action_at,
  not ${seenSql} as unread`;

export const lineJoins = `
  join services s on s.id = t.service_id join categories c on c.id = t.category_id
  join people owner on owner.id = t.owner_id left join people handler on handler.id = t.handler_id`;

const page = `
  and (:at::timestamptz is null or (t.last_action_at, t.id) < (:at::timestamptz, :id::bigint))
  order by t.last_action_at desc, t.id desc limit :limit`;

const bindings = (person: Person, after: Cursor | null, limit: number) => ({
  ...readerBindings(person),
  at: after?.at ?? null,
  id: after?.id ?? null,
  limit,
});

/** The tickets that this person owns or is invited to: each branch walks its own index, newest change first. */
export const myTickets = (db: Db, person: Person, state: State, after: Cursor | null, limit = pageSize + 1) =>
  rows<TicketLine>(
    db,
    `select ${lineColumns} from (
       (select t.id, t.last_action_at from tickets t where t.owner_id = :person and ${inState[state]} ${page})
       union
       (select t.id, t.last_action_at from tickets t join ticket_guests g on g.ticket_id = t.id
         where g.person_id = :person and ${inState[state]} ${page})
       order by last_action_at desc, id desc limit :limit
     ) mine join tickets t on t.id = mine.id ${lineJoins} order by t.last_action_at desc, t.id desc`,
    bindings(person, after, limit),
  );

/**
 * The tickets of the services that this person manages; those of confidential categories only for their members.
 * One walk of the index for each service, which stops at the end of the page, however many tickets there are.
 */
export const managedTickets = (db: Db, person: Person, state: State, after: Cursor | null, limit = pageSize + 1) =>
  rows<TicketLine>(
    db,
    `select ${lineColumns} from (
       select t.* from service_managers m cross join lateral (
         select t.* from tickets t
         where t.service_id = m.service_id and ${managedVisibleSql} and ${inState[state]} ${page}
       ) t
       where m.person_id = :person order by t.last_action_at desc, t.id desc limit :limit
     ) t ${lineJoins} order by t.last_action_at desc, t.id desc`,
    bindings(person, after, limit),
  );

/** What waits for the owner himself: closures to approve, information asked for. */
export const waitingForOwner = (db: Db, person: Person) =>
  rows<TicketLine>(
    db,
    `select ${lineColumns} from tickets t ${lineJoins}
     where t.owner_id = :person and t.status in ('closed', 'incomplete') and t.archived_at is null
     order by t.last_action_at desc, t.id desc limit 10`,
    readerBindings(person),
  );

/** The latest tickets of somebody that this person may see, and see as his: an anonymous service hides whose they are. */
export const latestOf = (db: Db, person: Person, ownerId: number, limit: number) =>
  rows<TicketLine>(
    db,
    `select ${lineColumns} from tickets t ${lineJoins}
     where t.owner_id = :owner and ${visibleSql} and (not t.anonymous or t.owner_id = :person or ${managesSql})
     order by t.id desc limit :limit`,
    { ...readerBindings(person), owner: ownerId, limit },
  );

/** How much waits in the services managed. Counts stop at `cap`: past it, the exact number helps nobody. */
export async function managedCounts(db: Db, person: Person, cap = 1000): Promise<{ free: number; mine: number }> {
  const [counts] = await rows<{ free: number; mine: number }>(
    db,
    `select
       (select count(*) from (select 1 from tickets t
          where t.service_id in (select service_id from service_managers where person_id = :person)
            and t.status = 'free' and t.archived_at is null
            and ${managedVisibleSql}
          limit :cap) c) as free,
       (select count(*) from (select 1 from tickets t where t.handler_id = :person and ${managesSql}
            and t.status in ('in-progress', 'incomplete', 'postponed') and t.archived_at is null limit :cap) c) as mine`,
    { ...readerBindings(person), cap },
  );
  return counts ?? { free: 0, mine: 0 };
}
