import { awaitsApproval } from '../ticket.ts';
import { defineAction, everyone } from './define.ts';

/** An act of the application: the owner let the delay pass, which counts as his approval. */
export const approveTacitly = defineAction({
  name: 'approve-tacitly',
  menus: [],
  label: 'Approuver tacitement',
  icon: 'check-lg',
  button: '',
  done: '',
  offeredWhen: ({ ticket, standing }) => awaitsApproval(ticket) && standing.kind === 'application',
  fields: {},
  acceptsFiles: false,
  decide: () => ({ ticket: { status: 'approved' } }),
  sentence: () => 'a approuvé tacitement la clôture, sans réponse du propriétaire dans le délai prévu',
  news: 'other',
  subjectWord: 'approbation clôture',
  tells: { ...everyone('closure-approved'), guests: 'ticket-ended', service: 'ticket-news' },
});
