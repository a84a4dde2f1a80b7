import { isOpen } from '../ticket.ts';
import { defineAction } from './define.ts';
import { withMessage, written } from './fields.ts';

export const requestInformation = defineAction({
  name: 'request-information',
  menus: ['ticket', 'status'],
  label: 'Demander info.',
  icon: 'question-circle',
  button: 'Demander l’information',
  done: 'Vous avez demandé une information pour le ticket n°{{id}}.',
  consequence: 'Le propriétaire reçoit votre question et un lien pour y répondre.',
  offeredWhen: ({ ticket, standing }) => isOpen(ticket) && standing.handles && !standing.owns,
  fields: withMessage,
  acceptsFiles: true,
  decide: (_, input) => ({ ticket: { status: 'incomplete' }, ...written(input) }),
  sentence: () => 'a demandé plus d’information',
  news: 'other',
  subjectWord: 'demande',
  tells: { owner: 'information-requested', handler: 'ticket-news', guests: 'ticket-news', service: 'ticket-news' },
});
