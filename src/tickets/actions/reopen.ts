import { may } from '../standing.ts';
import { awaitsApproval, isOpen } from '../ticket.ts';
import { defineAction } from './define.ts';
import { withComment, written } from './fields.ts';

export const reopen = defineAction({
  name: 'reopen',
  menus: ['ticket', 'status'],
  label: 'Ré-ouvrir',
  icon: 'arrow-counterclockwise',
  button: 'Ré-ouvrir le ticket',
  done: 'Vous avez ré-ouvert le ticket n°{{id}}.',
  consequence: 'Le ticket revient parmi les tickets ouverts ; le service en est averti.',
  // while the closure waits for approval, the owner refuses it instead
  offeredWhen: ({ ticket, standing }) =>
    !isOpen(ticket) &&
    ticket.archivedAt === null &&
    ((standing.owns && !awaitsApproval(ticket)) ||
      (standing.handles && standing.manages) ||
      may(standing, 'reopen-any-ticket')),
  fields: withComment,
  acceptsFiles: true,
  decide: ({ ticket, handlerManages }, input) => ({
    ticket: {
      closedAt: null,
      ...(ticket.handlerId !== null && handlerManages
        ? { status: 'in-progress' }
        : { status: 'free', handlerId: null }),
    },
    ...written(input),
  }),
  sentence: () => 'a ré-ouvert le ticket',
  news: 'creation',
  subjectWord: 'ré-ouverture',
  tells: {
    owner: 'ticket-reopened',
    handler: 'ticket-reopened',
    guests: 'ticket-reopened',
    service: 'ticket-reopened',
  },
});
