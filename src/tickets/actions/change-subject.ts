import { shortText } from '../../web/fields.ts';
import { defineChange } from './define-change.ts';

export const changeSubject = defineChange({
  name: 'change-subject',
  label: 'Changer le sujet',
  icon: 'pencil',
  done: 'Vous avez changé le sujet du ticket n°{{id}}.',
  unchanged: 'Veuillez changer le sujet du ticket.',
  owner: 'always',
  fields: { subject: shortText('Sujet', { required: 'Indiquez le sujet du ticket.' }) },
  startsWith: ({ ticket }) => ({ subject: ticket.subject }),
  change: ({ ticket }, { subject }) => ({
    ticket: { subject },
    from: { text: ticket.subject },
    to: { text: subject },
  }),
  sentence: () => 'a changé le sujet en « {{to}} » (précédemment « {{from}} »)',
});
