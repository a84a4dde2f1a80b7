import { type Db, rows } from '../db/connection.ts';
import { handlesSql, memberSql, takesTicketsSql } from '../services/handling.ts';
import type { Privilege } from '../services/privileges.ts';
import { shownToAll } from '../services/visibility/shown.ts';
import { isLinkedSql, type LinkedTicket, linksOf } from './links.ts';
import { type Standing, standingTo } from './standing.ts';
import type { Target } from './target.ts';
import type { Priority, Ticket } from './ticket.ts';
import { type Known, type Reader, visibleServicesSql } from './visibility.ts';

export interface PersonFacts {
  id: number;
  name: string;
  mail: string | null;
  /** No longer of the institution. */
  left?: boolean;
}

/** A ticket with the names that every page of it shows. */
interface SituatedTicket extends Ticket {
  confidential: boolean;
  service: string;
  category: string;
  effectivePriority: Priority;
  owner: PersonFacts;
  handler: PersonFacts | null;
  guests: PersonFacts[];
  fileCount: number;
  /** Nothing happened since this person last saw it. */
  seen: boolean;
  /** When this person last opened it, as his history remembers. */
  openedAt: Date | null;
}

/** All that an action may look at: no database, no clock, no request. */
export interface Situation {
  ticket: SituatedTicket;
  standing: Standing;
  now: Date;
  /** Another manager of the service is available. */
  hasColleagues: boolean;
  /** The handler still manages the service of the ticket. */
  handlerManages: boolean;
  /** What an action concerns besides the ticket: see `withTarget`. */
  target?: Target;
  /** The person asked for mails about this ticket. */
  watched: boolean;
  bookmarked: boolean;
  /** The last move of the ticket: from which category, by whom. */
  lastMove: { category: number; label: string; service: number; person: number } | null;
  /** « Voir aussi » : the linked tickets that this person may open, whichever of the two was linked to the other. */
  links: readonly LinkedTicket[];
  /** The service wants the time spent to be told when a ticket is closed. */
  spentTimeRequired: boolean;
}

/** Someone who acts on a ticket; null is the application itself. */
export type Actor = Reader | Known | null;

interface SituationRow extends Omit<SituatedTicket, 'guests'> {
  guests: PersonFacts[] | null;
  privileges: Privilege[] | null;
  member: boolean;
  managesSibling: boolean;
  seesService: boolean;
  hasColleagues: boolean;
  handlerManages: boolean;
  watched: boolean;
  bookmarked: boolean;
  lastMove: Situation['lastMove'];
  linked: boolean;
  spentTimeRequired: boolean;
}

const personJson = (alias: string) =>
  `case when ${alias}.id is null then null
        else json_build_object('id', ${alias}.id, 'name', ${alias}.display_name, 'mail', ${alias}.mail, 'left', ${alias}.left_at is not null) end`;

/** The columns of `tickets t` that make a {@link Ticket}. */
export const ticketColumns = `
    t.id, t.subject, t.status, t.service_id, t.category_id, t.creation_service_id, t.owner_id, t.creator_id, t.handler_id,
    t.origin, t.priority, t.visibility, t.effective_visibility, t.anonymous, t.version, t.created_at, t.last_action_at,
    t.closed_at, t.recall_at, t.archived_at, t.spent_minutes, t.machine, t.first_reaction_at`;

const situationSql = `
  select ${ticketColumns}, s.label as service, c.long_label as category,
    coalesce(t.priority, c.effective_priority) as effective_priority,
    c.concealed as confidential,
    ${personJson('owner')} as owner, ${personJson('handler')} as handler,
    (select json_agg(${personJson('p')} order by p.display_name, p.id)
       from ticket_guests g join people p on p.id = g.person_id where g.ticket_id = t.id) as guests,
    (select count(*) from attachments f where f.ticket_id = t.id and f.deleted_at is null) as file_count,
    coalesce(v.seen_at >= t.last_action_at, false) as seen, v.opened_at,
    m.privileges,
    m.person_id is not null and ${memberSql('c', ':person')} as member,
    exists (select 1 from services sibling join service_managers sm on sm.service_id = sibling.id
      where sm.person_id = :person and s.inter_service <> '' and sibling.inter_service = s.inter_service
        and sibling.id <> s.id) as manages_sibling,
    s.id in (${visibleServicesSql}) as sees_service,
    exists (select 1 from service_managers o where o.service_id = s.id and ${takesTicketsSql('o')}
      and o.person_id <> :person and o.person_id is distinct from t.handler_id
      and ${handlesSql('c', 'o.person_id')}) as has_colleagues,
    exists (select 1 from service_managers h where h.service_id = s.id and h.person_id = t.handler_id
      and ${handlesSql('c', 'h.person_id')}) as handler_manages,
    exists (select 1 from ticket_watches w where w.ticket_id = t.id and w.person_id = :person) as watched,
    exists (select 1 from bookmarks b where b.ticket_id = t.id and b.person_id = :person) as bookmarked,
    (select json_build_object('category', f.id, 'label', f.long_label, 'service', f.service_id, 'person', e.actor_id)
       from ticket_events e join categories f on f.id = (e.details #>> '{from,category}')::integer
       where e.ticket_id = t.id and e.action in ('transfer', 'send-back') and e.actor_id is not null
       order by e.id desc limit 1) as last_move,
    s.spent_time_required, ${isLinkedSql} as linked
  from tickets t
  join services s on s.id = t.service_id
  join categories c on c.id = t.category_id
  join people owner on owner.id = t.owner_id
  left join people handler on handler.id = t.handler_id
  left join service_managers m on m.service_id = t.service_id and m.person_id = :person
  left join ticket_views v on v.person_id = :person and v.ticket_id = t.id
  where t.id = :ticket`;

const standingOf = (row: SituationRow, actor: Actor): Standing =>
  standingTo(row, {
    personId: actor?.id ?? null,
    kind: actor?.kind ?? 'application',
    admin: actor?.isAdmin ?? false,
    owns: row.ownerId === actor?.id,
    handles: row.handlerId !== null && row.handlerId === actor?.id,
    manages: row.privileges !== null,
    member: row.member,
    invited: (row.guests ?? []).some((guest) => guest.id === actor?.id),
    managesSibling: row.managesSibling,
    seesService: row.seesService,
    shown: actor?.shown ?? null,
    privileges: new Set(row.privileges ?? []),
  });

/** Who does not come from a request is judged by the rules of visibility as from nowhere. */
const judged = async (db: Db, who: Actor): Promise<Actor> =>
  who === null || who.shown !== undefined
    ? who
    : { ...who, shown: (await shownToAll(db, [who.id])).get(who.id) ?? null };

/**
 * What `who` is to the ticket now, in one query, two when others are linked to it; null when there is no such ticket.
 * Whether he may open it is asked of {@link mayOpen}. With `lock`, the row stays locked until the transaction ends.
 */
export async function situationOf(
  db: Db,
  ticketId: number,
  who: Actor,
  now: Date,
  { lock = false } = {},
): Promise<Situation | null> {
  const actor = await judged(db, who);
  const [row] = await rows<SituationRow>(db, `${situationSql}${lock ? ' for update of t' : ''}`, {
    person: actor?.id ?? 0,
    sees: actor?.shown?.view ?? null,
    ticket: ticketId,
  });
  if (row === undefined) return null;
  const {
    privileges,
    member,
    managesSibling,
    seesService,
    hasColleagues,
    handlerManages,
    lastMove,
    linked,
    spentTimeRequired,
    watched,
    bookmarked,
    ...ticket
  } = row;
  return {
    ticket: { ...ticket, guests: ticket.guests ?? [] },
    standing: standingOf(row, actor),
    now,
    hasColleagues,
    handlerManages,
    watched,
    bookmarked,
    lastMove,
    links: linked ? await linksOf(db, ticketId, actor) : [],
    spentTimeRequired,
  };
}
