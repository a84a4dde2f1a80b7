import { awaitsApproval } from '../ticket.ts';
import { defineAction, everyone } from './define.ts';

/** An act of the application: nobody said, in time, whether the closure was right. */
export const expire = defineAction({
  name: 'expire',
  menus: [],
  label: 'Expirer',
  icon: 'hourglass-bottom',
  button: '',
  done: '',
  offeredWhen: ({ ticket, standing }) => awaitsApproval(ticket) && standing.kind === 'application',
  fields: {},
  acceptsFiles: false,
  decide: () => ({ ticket: { status: 'expired' } }),
  sentence: () => 'a laissé expirer le ticket, faute de réponse',
  news: 'expiry',
  subjectWord: 'expiration',
  tells: everyone('ticket-ended'),
});
