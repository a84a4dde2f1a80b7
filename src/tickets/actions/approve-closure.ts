import { awaitsApproval } from '../ticket.ts';
import { defineAction } from './define.ts';
import { withComment, written } from './fields.ts';

export const approveClosure = defineAction({
  name: 'approve-closure',
  menus: ['ticket', 'status'],
  label: 'Approuver la clôture',
  icon: 'check-lg',
  button: 'Approuver la clôture',
  done: 'Vous avez approuvé la clôture du ticket n°{{id}}.',
  consequence: 'Vous confirmez que le problème est totalement réglé.',
  offeredWhen: ({ ticket, standing }) => awaitsApproval(ticket) && ticket.archivedAt === null && standing.owns,
  fields: withComment,
  acceptsFiles: false,
  decide: (_, input) => ({ ticket: { status: 'approved' }, ...written(input) }),
  sentence: () => 'a approuvé la clôture du ticket',
  news: 'other',
  subjectWord: 'approbation clôture',
  tells: { owner: 'closure-approved', handler: 'closure-approved', guests: 'ticket-ended', service: 'ticket-news' },
});
