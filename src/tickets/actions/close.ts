import { isOpen } from '../ticket.ts';
import { defineAction } from './define.ts';
import { withComment, written } from './fields.ts';

export const close = defineAction({
  name: 'close',
  menus: ['ticket', 'status'],
  label: 'Clore',
  icon: 'check-circle',
  button: 'Clore le ticket',
  done: 'Vous avez clos le ticket n°{{id}}.',
  consequence: 'Confirmez la clôture : s’il n’est pas le vôtre, le propriétaire devra l’approuver ou la refuser.',
  offeredWhen: ({ ticket, standing }) => isOpen(ticket) && (standing.handles || standing.owns),
  fields: withComment,
  acceptsFiles: true,
  decide: ({ standing, now }, input) => ({
    ticket: { status: standing.owns ? 'approved' : 'closed', closedAt: now },
    ...written(input),
  }),
  sentence: () => 'a clos le ticket',
  news: 'other',
  subjectWord: 'clôture',
  tells: { owner: 'closure-to-approve', handler: 'ticket-ended', guests: 'ticket-ended', service: 'ticket-ended' },
});
