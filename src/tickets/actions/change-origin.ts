import { choice } from '../../web/fields.ts';
import { type Origin, origins, originWords } from '../ticket.ts';
import { defineAction } from './define.ts';

export const changeOrigin = defineAction({
  name: 'change-origin',
  menus: ['ticket'],
  label: 'Changer l’origine',
  icon: 'telephone',
  button: 'Changer l’origine',
  done: 'Vous avez changé l’origine du ticket n°{{id}}.',
  offeredWhen: ({ ticket, standing }) => ticket.archivedAt === null && standing.handles,
  fields: {
    origin: choice(
      'Origine',
      origins.map((value) => ({ value, label: originWords[value] })),
    ),
  },
  acceptsFiles: false,
  startsWith: ({ ticket }) => ({ origin: ticket.origin }),
  decide: ({ ticket }, { origin }) => ({
    ticket: { origin: origin as Origin },
    details: { from: { text: originWords[ticket.origin] }, to: { text: originWords[origin as Origin] } },
  }),
  sentence: () => 'a changé l’origine en « {{to}} » (précédemment « {{from}} »)',
  news: 'other',
  subjectWord: 'alerte',
  tells: {},
});
