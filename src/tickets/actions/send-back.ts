import { choice, standsFor } from '../../web/fields.ts';
import type { Destination } from '../lookups.ts';
import type { Situation } from '../situation.ts';
import { may } from '../standing.ts';
import { isOpen } from '../ticket.ts';
import { assign } from './assign.ts';
import { type Consequence, defineAction } from './define.ts';
import { signalled, withComment, written } from './fields.ts';
import { guestsThere, leavesIt, movedTo } from './transfer.ts';

/** To who had moved it, where he manages the service and is available; his mail is sent whatever was ticked. */
const givenBack = ({ ticket, lastMove }: Situation, to: Destination): Consequence[] => {
  const sender = lastMove?.person;
  if (sender === undefined || !isOpen(ticket) || !to.availableManagers.includes(sender)) return [];
  const status = ticket.status === 'free' || ticket.status === 'in-progress' ? { status: 'in-progress' as const } : {};
  return [
    { action: assign, outcome: { ticket: { handlerId: sender, ...status }, details: { to: { person: sender } } } },
  ];
};

export const sendBack = defineAction({
  name: 'send-back',
  menus: ['category'],
  label: 'Retour à l’envoyeur',
  icon: 'reply',
  button: 'Retourner le ticket',
  done: 'Vous avez retourné le ticket n°{{id}} à son envoyeur.',
  consequence:
    'Le ticket revient dans sa catégorie précédente, à la personne qui l’avait déplacé si elle est disponible.',
  offeredWhen: ({ ticket, standing, lastMove }) =>
    lastMove !== null &&
    standing.manages &&
    ticket.archivedAt === null &&
    (isOpen(ticket) || standing.handles) &&
    (lastMove.service === ticket.serviceId || may(standing, 'transfer-to-other-service')),
  fields: { to: standsFor<Destination>('destination', choice('Catégorie', 'previous')), ...withComment, ...signalled },
  acceptsFiles: true,
  startsWith: ({ lastMove }) => ({ to: String(lastMove?.category ?? '') }),
  decide: (situation, { to, quiet = false, ...input }) => ({
    ticket: movedTo(situation, to),
    ...written(input),
    details: { from: { category: situation.ticket.categoryId }, to: { category: to.id } },
    quiet,
    followedBy: [...leavesIt(situation, to, quiet), ...guestsThere(situation, to, quiet), ...givenBack(situation, to)],
  }),
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
