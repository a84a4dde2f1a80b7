import { isOpen } from '../ticket.ts';
import { defineAction, everyone } from './define.ts';
import { withComment, written } from './fields.ts';

export const cancel = defineAction({
  name: 'cancel',
  menus: ['ticket', 'status'],
  label: 'Annuler',
  icon: 'slash-circle',
  button: 'Annuler le ticket',
  done: 'Vous avez annulé le ticket n°{{id}}.',
  consequence: 'Vous retirez votre demande : le service est averti qu’il n’a plus à s’en occuper.',
  offeredWhen: ({ ticket, standing }) => isOpen(ticket) && standing.owns,
  fields: withComment,
  acceptsFiles: true,
  decide: ({ now }, input) => ({ ticket: { status: 'cancelled', closedAt: now }, ...written(input) }),
  sentence: () => 'a annulé le ticket',
  news: 'other',
  subjectWord: 'annulation',
  tells: everyone('ticket-ended'),
});
