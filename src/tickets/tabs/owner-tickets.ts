import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { page } from '../../web/page.ts';
import type { Translate } from '../../web/words.ts';
import { latestOf } from '../lists.ts';
import type { TicketLine } from '../pages.ts';
import type { Situation } from '../situation.ts';
import { type TicketTop, ticketTop } from '../ticket-top.ts';

interface OwnerTicketsPage extends TicketTop {
  lines: readonly TicketLine[];
}
export const ownerTicketsPage = page<OwnerTicketsPage>('tickets/owner-tickets');

export const ownerTicketsModel = async (
  { db, t }: { db: Db; t: Translate },
  situation: Situation,
  reader: Person,
): Promise<OwnerTicketsPage> => ({
  ...ticketTop(situation, 'owner-tickets', t),
  lines: await latestOf(db, reader, situation.ticket.ownerId, 10),
});
