import { choice } from '../../web/fields.ts';
import { type Origin, origins, originWords } from '../ticket.ts';
import { defineChange } from './define-change.ts';

export const changeOrigin = defineChange({
  name: 'change-origin',
  label: 'Changer l’origine',
  icon: 'telephone',
  done: 'Vous avez changé l’origine du ticket n°{{id}}.',
  unchanged: 'Veuillez changer l’origine du ticket.',
  fields: {
    origin: choice(
      'Origine',
      origins.map((value) => ({ value, label: originWords[value] })),
    ),
  },
  startsWith: ({ ticket }) => ({ origin: ticket.origin }),
  change: ({ ticket }, { origin }) => ({
    ticket: { origin: origin as Origin },
    from: { word: originWords[ticket.origin] },
    to: { word: originWords[origin as Origin] },
  }),
  sentence: () => 'a changé l’origine en « {{to}} » (précédemment « {{from}} »)',
});
