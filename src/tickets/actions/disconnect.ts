import { choice } from '../../web/fields.ts';
import { defineAction } from './define.ts';

export const disconnect = defineAction({
  name: 'disconnect',
  menus: ['ticket'],
  label: 'Retirer un lien',
  icon: 'x-lg',
  button: 'Retirer le lien',
  done: 'Le lien est retiré du ticket n°{{id}}.',
  consequence: 'Le lien disparaît des deux tickets.',
  offeredWhen: ({ ticket, standing, links }) => ticket.archivedAt === null && standing.manages && links.length > 0,
  fields: { other: choice('Ticket lié', 'links') },
  acceptsFiles: false,
  decide: (_, { other }) => ({ formerLinks: [Number(other)] }),
  sentence: () => 'a retiré un lien vers un autre ticket',
  news: 'other',
  subjectWord: 'alerte',
  tells: {},
});
