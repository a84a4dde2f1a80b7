import type { Db } from '../../db/connection.ts';
import { type PageModel, page } from '../../web/page.ts';
import type { Translate } from '../../web/words.ts';
import { historyOf } from '../history.ts';
import type { HistoryEntry, PersonView, TicketHeader } from '../pages.ts';
import { personView } from '../people-shown.ts';
import type { Situation } from '../situation.ts';
import { headerOf, ticketTitle } from '../ticket-top.ts';
import { filesOf, type ListedFile } from './files.ts';

interface PrintPage extends PageModel {
  ticket: TicketHeader;
  history: readonly HistoryEntry[];
  files: readonly ListedFile[];
  guests: readonly PersonView[];
}
export const printPage = page<PrintPage>('tickets/print');

/** The whole ticket, as this reader may see it. */
export async function printModel(db: Db, situation: Situation, t: Translate): Promise<PrintPage> {
  const [history, files] = await Promise.all([
    historyOf(db, situation, { t, order: 'newest' }),
    filesOf(db, situation, t),
  ]);
  return {
    title: ticketTitle(situation),
    current: 'tickets',
    ticket: headerOf(situation, t),
    history,
    files,
    guests: situation.ticket.guests.map((guest) => personView(guest, situation, t)),
  };
}
