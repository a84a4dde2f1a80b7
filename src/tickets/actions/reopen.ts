import { may } from '../standing.ts';
import { awaitsApproval, isOpen } from '../ticket.ts';
import { defineAction, everyone } from './define.ts';
import { withComment, written } from './fields.ts';
import { andReleased } from './release.ts';

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
    ((standing.owns && !awaitsApproval(ticket)) || standing.handles || may(standing, 'reopen-any-ticket')),
  fields: withComment,
  acceptsFiles: true,
  decide: ({ ticket, handlerManages }, input) => ({
    ticket: { closedAt: null, status: ticket.handlerId === null ? 'free' : 'in-progress' },
    ...written(input),
    // who does not manage the service any more is not in charge of its open tickets
    followedBy: handlerManages ? [] : andReleased({ ...ticket, status: 'in-progress' }, { by: 'application' }),
  }),
  sentence: () => 'a ré-ouvert le ticket',
  news: 'creation',
  subjectWord: 'ré-ouverture',
  tells: everyone('ticket-reopened'),
});
