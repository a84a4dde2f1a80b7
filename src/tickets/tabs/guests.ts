import { page } from '../../web/page.ts';
import type { Translate } from '../../web/words.ts';
import { offeredActions } from '../actions/index.ts';
import { linksAmong } from '../menus.ts';
import type { ActionLink, PersonView } from '../pages.ts';
import { personView } from '../people-shown.ts';
import type { Situation } from '../situation.ts';
import { type TicketTop, ticketTop } from '../ticket-top.ts';

interface GuestsPage extends TicketTop {
  guests: readonly { person: PersonView; isReader: boolean; removal: string | null }[];
  /** To invite, to leave. */
  possible: readonly ActionLink[];
}
export const guestsPage = page<GuestsPage>('tickets/guests');

export function guestsModel(situation: Situation, t: Translate): GuestsPage {
  const { ticket, standing } = situation;
  const offered = offeredActions(situation);
  const [removal] = linksAmong(offered, ['remove-guest'], ticket.id, t);
  return {
    ...ticketTop(situation, 'guests', t),
    guests: ticket.guests.map((guest) => ({
      person: personView(guest, situation, t),
      isReader: guest.id === standing.personId,
      removal: removal === undefined ? null : `${removal.href}?guest=${guest.id}`,
    })),
    possible: linksAmong(offered, ['invite', 'invite-group', 'leave'], ticket.id, t),
  };
}
