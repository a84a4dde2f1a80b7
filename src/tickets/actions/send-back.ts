import { choice, standsFor } from '../../web/fields.ts';
import type { Destination } from '../lookups.ts';
import { may } from '../standing.ts';
import { isOpen } from '../ticket.ts';
import { defineAction } from './define.ts';
import { withComment, written } from './fields.ts';
import { guestsThere, movedTo } from './transfer.ts';

export const sendBack = defineAction({
  name: 'send-back',
  menus: ['category'],
  label: 'Retour à l’envoyeur',
  icon: 'reply',
  button: 'Retourner le ticket',
  done: 'Vous avez retourné le ticket n°{{id}} à son envoyeur.',
  consequence: 'Le ticket revient dans sa catégorie précédente, à la personne qui l’avait déplacé.',
  offeredWhen: ({ ticket, standing, lastMove }) =>
    lastMove !== null &&
    standing.manages &&
    ticket.archivedAt === null &&
    (isOpen(ticket) || standing.handles) &&
    (lastMove.service === ticket.serviceId || may(standing, 'transfer-to-other-service')),
  fields: { to: standsFor<Destination>('destination', choice('Catégorie', 'previous')), ...withComment },
  acceptsFiles: true,
  startsWith: ({ lastMove }) => ({ to: String(lastMove?.category ?? '') }),
  decide: (situation, { to, ...input }) => {
    const moved = movedTo(situation, to);
    const sender = situation.lastMove?.person ?? null;
    const takesBack = isOpen(situation.ticket) && sender !== null && to.availableManagers.includes(sender);
    const status = moved.status ?? situation.ticket.status;
    return {
      ticket: {
        ...moved,
        ...(takesBack ? { handlerId: sender, status: status === 'free' ? 'in-progress' : status } : {}),
      },
      newGuests: guestsThere(situation, to),
      ...written(input),
      details: { from: { category: situation.ticket.categoryId }, to: { category: to.id } },
    };
  },
  sentence: () => 'a retourné le ticket dans la catégorie {{to}} (précédemment {{from}})',
  news: 'creation',
  subjectWord: 'transfert',
  tells: {
    owner: 'ticket-transferred',
    handler: 'ticket-assigned',
    guests: 'ticket-news',
    service: 'ticket-transferred',
  },
});
