import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import type { Translate } from '../../web/words.ts';
import { type Situation, situationOf } from '../situation.ts';
import type { Status } from '../ticket.ts';
import { mayOpen } from '../visibility.ts';
import type { Chosen } from './chosen.ts';
import type { Operation } from './operations.ts';
import { whyNot } from './why-not.ts';

/** A ticket of an operation as it is told to who chose it; without a subject, nothing is said of it but its number. */
export interface Told {
  id: number;
  subject: string | null;
  /** Why nothing was, or would be, done; null where it was. */
  reason: string | null;
  /** Where it is now; null when nothing may be said of it. */
  status: Status | null;
  place: string | null;
}

/** Where a ticket is, the service said once. */
export const placeOf = ({ ticket: { category, service } }: Situation) =>
  category.startsWith(service) ? category : `${service} - ${category}`;

/** The same words for a number that does not exist. */
export const hidden = (id: number, t: Translate): Told => ({
  id,
  subject: null,
  status: null,
  place: null,
  reason: t('Il n’existe pas ou ne vous est pas visible.'),
});

export function told(situation: Situation, reason: string | null): Told {
  const { ticket, standing } = situation;
  if (!mayOpen(ticket, standing)) return { id: ticket.id, subject: null, status: null, place: null, reason };
  return { id: ticket.id, subject: ticket.subject, status: ticket.status, place: placeOf(situation), reason };
}

/** Those with which the operation can be done now, and why the others cannot; `known` are all that one may open. */
export interface Weighed {
  possible: readonly Situation[];
  known: readonly Situation[];
  impossible: readonly Told[];
}

export async function weigh(
  { db, person, now, t }: { db: Db; person: Person; now: Date; t: Translate },
  operation: Operation,
  chosen: readonly Chosen[],
): Promise<Weighed> {
  const possible: Situation[] = [];
  const known: Situation[] = [];
  const impossible: Told[] = [];
  for (const { id } of chosen) {
    const situation = await situationOf(db, id, person, now);
    if (situation === null || !mayOpen(situation.ticket, situation.standing)) {
      impossible.push(hidden(id, t));
      continue;
    }
    known.push(situation);
    if ('mark' in operation || operation.action.offeredWhen(situation)) possible.push(situation);
    else impossible.push(told(situation, whyNot(operation.action, situation, t)));
  }
  return { possible, known, impossible };
}
