import type { Situation } from '../situation.ts';
import { isOpen } from '../ticket.ts';
import { mayOpen } from '../visibility.ts';
import type { Outcome } from './define.ts';

/** Whoever may open an open ticket may add to it; once closed, only the people of the ticket. */
export const mayAnswer = ({ ticket, standing }: Situation): boolean =>
  ticket.archivedAt === null &&
  (standing.manages ||
    standing.owns ||
    standing.invited ||
    // an administrator reads; he speaks only where he would without being one
    (isOpen(ticket) && mayOpen(ticket, { ...standing, admin: false })));

/** The information that was asked for has come when the owner or the handler says something. */
export const answered = ({ ticket, standing }: Situation): Pick<Outcome, 'ticket'> =>
  ticket.status === 'incomplete' && (standing.owns || standing.handles) ? { ticket: { status: 'in-progress' } } : {};
