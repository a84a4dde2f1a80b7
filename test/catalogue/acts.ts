import type { Db } from '../../src/db/connection.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';
import type { Campus } from '../support/campus.ts';

export interface Act {
  by: 'lea' | 'marc' | 'nadia' | 'gil' | null;
  on?: Partial<Ticket>;
  body?: Record<string, string>;
}

const closed = { status: 'closed', closedAt: new Date('2026-03-03T10:00:00Z') } as const;
const says = { message: '<p>Voici</p>' };

/** Each action that somebody does, once: by whom, on what ticket (Léa’s, that Marc handles), with what typed. */
export const acts = (campus: Campus, other: { id: number }): Record<string, Act> => ({
  'change-subject': { by: 'lea', body: { subject: 'Un autre sujet' } },
  'approve-closure': { by: 'lea', on: closed },
  'refuse-closure': { by: 'lea', on: closed, body: says },
  comment: { by: 'lea', on: { status: 'incomplete' }, body: says },
  cancel: { by: 'lea' },
  'request-information': { by: 'marc', body: says },
  close: { by: 'marc', body: { spentTime: '1 h 30', releases: 'on', seeAlso: String(other.id) } },
  refuse: { by: 'marc', body: { ...says, spentTime: '10' } },
  postpone: { by: 'marc', body: { until: '2026-04-01' } },
  recall: { by: null, on: { status: 'postponed', recallAt: new Date('2026-03-04T05:00:00Z') } },
  reopen: { by: 'marc', on: closed },
  transfer: { by: 'marc', body: { to: String(campus.loans.id), watch: 'on' } },
  'change-owner': { by: 'marc', body: { owner: 'zoe' } },
  'take-charge': { by: 'nadia' },
  'take-charge-and-close': { by: 'nadia', body: { spentTime: '2 h' } },
  'take-charge-and-request-information': { by: 'nadia', body: says },
  release: { by: 'marc' },
  assign: { by: 'marc', body: { handler: String(campus.nadia.id) } },
  invite: { by: 'marc', body: { who: 'zoe' } },
  'invite-group': { by: 'marc', body: { group: `service:${campus.library.id}` } },
  'remove-guest': { by: 'marc', body: { guest: String(campus.gil.id) } },
  leave: { by: 'gil' },
  'change-priority': { by: 'marc', body: { priority: '5' } },
  'change-visibility': { by: 'marc', body: { visibility: 'public' } },
  'change-origin': { by: 'marc', body: { origin: 'phone' } },
  'change-machine': { by: 'marc', body: { machine: 'PC-B204' } },
  'change-spent-time': { by: 'marc', body: { spentTime: '1 j' } },
  connect: { by: 'marc', body: { other: String(other.id) } },
  disconnect: { by: 'marc', body: { other: String(other.id) } },
  'approve-tacitly': { by: null, on: closed },
  expire: { by: null, on: closed },
});

/** A ticket on which somebody may do it. */
export async function aTicketFor(
  db: Db,
  { campus, other }: { campus: Campus; other: { id: number } },
  name: string,
  { on = {} }: Act,
): Promise<{ id: number }> {
  const ticket = await campus.ticketOfLea({
    status: 'in-progress',
    handlerId: campus.marc.id,
    createdAt: new Date('2026-03-03T09:00:00Z'),
    ...on,
  });
  if (['leave', 'remove-guest'].includes(name)) {
    await db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
  }
  if (name === 'disconnect') await db('ticketLinks').insert({ ticketId: other.id, linkedTicketId: ticket.id });
  return ticket;
}
