import { richText } from '../../web/fields.ts';
import { awaitsApproval } from '../ticket.ts';
import { defineAction } from './define.ts';
import { withMessage, written } from './fields.ts';

export const refuseClosure = defineAction({
  name: 'refuse-closure',
  menus: ['ticket', 'status'],
  label: 'Refuser la clôture',
  icon: 'x-circle',
  button: 'Refuser la clôture',
  done: 'Vous avez refusé la clôture du ticket n°{{id}}.',
  consequence: 'Expliquez ce qui ne va pas encore : le ticket est ré-ouvert et le service reçoit votre message.',
  offeredWhen: ({ ticket, standing }) => awaitsApproval(ticket) && ticket.archivedAt === null && standing.owns,
  fields: { ...withMessage, message: richText('Motif', { required: 'Indiquez pourquoi vous refusez la clôture.' }) },
  acceptsFiles: true,
  decide: ({ ticket }, input) => ({
    ticket: { status: ticket.handlerId === null ? 'free' : 'in-progress', closedAt: null },
    ...written(input),
  }),
  sentence: () => 'a refusé la clôture',
  news: 'other',
  subjectWord: 'refus clôture',
  tells: { owner: 'ticket-news', handler: 'closure-refused', guests: 'ticket-news', service: 'closure-refused' },
});
