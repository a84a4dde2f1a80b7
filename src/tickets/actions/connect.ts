import { shortText } from '../../web/fields.ts';
import { defineAction } from './define.ts';
import { linked, linkedTicket } from './fields.ts';

// The original leaves no trace of it. Here the history says who did it and when, like any other act, but not to which
// ticket: every reader of this one sees the line, and not all of them may know of the other.
export const connect = defineAction({
  name: 'connect',
  menus: ['ticket'],
  label: 'Lier à un ticket',
  icon: 'link-45deg',
  button: 'Lier les tickets',
  done: 'Vous avez lié le ticket n°{{id}} à un autre.',
  consequence: 'Le lien est montré sous « Voir aussi », sur les deux tickets, à qui peut ouvrir l’autre.',
  offeredWhen: ({ ticket, standing }) => ticket.archivedAt === null && standing.manages,
  fields: {
    other: linkedTicket(shortText('Numéro du ticket', { required: 'Indiquez le numéro d’un ticket.' })),
  },
  acceptsFiles: false,
  decide: (_, { other }) => linked(other),
  sentence: () => 'a lié le ticket à un autre',
  news: 'other',
  subjectWord: 'alerte',
  tells: {},
});
