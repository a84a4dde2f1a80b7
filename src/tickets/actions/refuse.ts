import { durationWords } from '../spent-time.ts';
import { may } from '../standing.ts';
import { isOpen } from '../ticket.ts';
import { defineAction, everyone } from './define.ts';
import { spent, withMessage, withSpentTime, written } from './fields.ts';

export const refuse = defineAction({
  name: 'refuse',
  menus: ['ticket', 'status'],
  label: 'Refuser',
  icon: 'x-circle',
  button: 'Refuser le ticket',
  done: 'Vous avez refusé le ticket n°{{id}}.',
  consequence: 'Le ticket est clos sans être traité ; dites au propriétaire pourquoi.',
  offeredWhen: ({ ticket, standing }) => isOpen(ticket) && standing.handles && may(standing, 'refuse-ticket'),
  fields: { ...withMessage, ...withSpentTime },
  acceptsFiles: true,
  startsWith: ({ ticket }) => ({
    spentTime: ticket.spentMinutes === null ? '' : durationWords(ticket.spentMinutes),
  }),
  decide: ({ now }, input) => ({ ticket: { status: 'refused', closedAt: now, ...spent(input) }, ...written(input) }),
  sentence: () => 'a refusé le ticket',
  news: 'other',
  subjectWord: 'refus',
  tells: everyone('ticket-ended'),
});
