import { shortText } from '../../web/fields.ts';
import { defineAction } from './define.ts';

export const changeSubject = defineAction({
  name: 'change-subject',
  menus: ['ticket'],
  label: 'Changer le sujet',
  icon: 'pencil',
  button: 'Changer le sujet',
  done: 'Vous avez changé le sujet du ticket n°{{id}}.',
  offeredWhen: ({ ticket, standing }) => ticket.archivedAt === null && (standing.handles || standing.owns),
  fields: { subject: shortText('Sujet', { required: 'Indiquez le sujet du ticket.' }) },
  acceptsFiles: false,
  startsWith: ({ ticket }) => ({ subject: ticket.subject }),
  decide: ({ ticket }, { subject }) => ({
    ticket: { subject },
    details: { from: { text: ticket.subject }, to: { text: subject } },
  }),
  sentence: () => 'a changé le sujet en « {{to}} » (précédemment « {{from}} »)',
  news: 'other',
  subjectWord: 'alerte',
  tells: { owner: 'ticket-news', handler: 'ticket-news', guests: 'ticket-news', service: 'ticket-news' },
});
