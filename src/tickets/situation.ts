import { type Db, rows } from '../db/connection.ts';
import type { Privilege } from '../services/privileges.ts';
import { shownToAll } from '../services/visibility/shown.ts';
import { type LinkedTicket, linksOf } from './links.ts';
import { situationSql } from './situation-sql.ts';
import { type Standing, standingTo } from './standing.ts';
import type { Target } from './target.ts';
import type { Priority, Ticket } from './ticket.ts';
import type { Known, Reader } from './visibility.ts';

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
  /** Which writing of the row of the ticket was read: another one, as soon as anybody changes the row. */
  asRead: string;
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
  asRead: string;
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

const lockedSql = `${situationSql} for update of t`;

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
  const person = actor?.id ?? 0;
  const sees = actor?.shown?.view ?? null;
  const [row] = await rows<SituationRow>(db, lock ? lockedSql : situationSql, { person, sees, ticket: ticketId });
  if (row === undefined) return null;
  const links = row.linked ? await linksOf(db, ticketId, actor) : [];
  return { ...situated(row), standing: standingOf(row, actor), now, links };
}

function situated(row: SituationRow) {
  const {
    asRead,
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
    asRead,
    hasColleagues,
    handlerManages,
    watched,
    bookmarked,
    lastMove,
    spentTimeRequired,
  };
}
