import type { Db } from '../db/connection.ts';
import { selectPerson } from '../people/person.ts';
import type { Found } from './lookups.ts';
import { type Actor, type Situation, situationOf } from './situation.ts';
import { mayOpen } from './visibility.ts';

/** Another ticket, that who acts may open. `hiddenFrom` names the owner of this one when he may not. */
export interface LinkableTicket {
  id: number;
  hiddenFrom: string | null;
}

const unknown = { ok: false, reason: 'Ce ticket n’existe pas ou ne vous est pas visible.' } as const;

const opens = async (db: Db, ticketId: number, actor: Actor, now: Date) => {
  const seen = await situationOf(db, ticketId, actor, now);
  return seen !== null && mayOpen(seen.ticket, seen.standing);
};

const actorOf = ({ standing }: Situation): Actor =>
  standing.personId === null || standing.kind === 'application' || standing.kind === 'mailbox'
    ? null
    : { id: standing.personId, kind: standing.kind, isAdmin: standing.admin, shown: standing.shown };

/** The ticket of a number as people write it: « 50123 », « n°50123 ». An empty text is no ticket. */
export async function linkableTicket(
  db: Db,
  text: string,
  situation: Situation,
): Promise<Found<LinkableTicket | null>> {
  const { ticket, links, now } = situation;
  if (text === '') return { ok: true, value: null };
  const id = Number(/^(?:n\s*[°o]\s*|#)?(\d{1,15})$/i.exec(text)?.[1]);
  if (Number.isNaN(id)) return unknown;
  if (id === ticket.id) return { ok: false, reason: 'Un ticket ne se lie pas à lui-même.' };
  if (links.some((link) => link.id === id)) return { ok: false, reason: 'Ces deux tickets sont déjà liés.' };
  if (!(await opens(db, id, actorOf(situation), now))) return unknown;
  const seenByOwner = await opens(db, id, await selectPerson(db, ticket.ownerId), now);
  return { ok: true, value: { id, hiddenFrom: seenByOwner ? null : ticket.owner.name } };
}
