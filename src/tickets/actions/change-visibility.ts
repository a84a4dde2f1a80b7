import { choice, standsFor } from '../../web/fields.ts';
import type { VisibilityChoice } from '../lookups.ts';
import { type EffectiveVisibility, visibilities, visibilityWords } from '../visibility.ts';
import { defineChange } from './define-change.ts';

const words = (visibility: EffectiveVisibility | null) =>
  visibility === null ? 'par défaut' : visibilityWords[visibility];

export const changeVisibility = defineChange({
  name: 'change-visibility',
  label: 'Changer la visibilité',
  icon: 'eye',
  done: 'Vous avez changé la visibilité du ticket n°{{id}}.',
  unchanged: 'Veuillez changer la visibilité du ticket.',
  consequence: 'Publique : tous les utilisateurs pourront lire ce ticket, sauf ce qui est réservé à d’autres.',
  owner: 'while it is open',
  fields: {
    visibility: standsFor<VisibilityChoice>(
      'visibility',
      choice(
        'Visibilité',
        [
          { value: '', label: 'par défaut' },
          ...visibilities.map((value) => ({ value, label: visibilityWords[value] })),
        ],
        { required: false },
      ),
    ),
  },
  startsWith: ({ ticket }) => ({ visibility: ticket.visibility ?? '' }),
  change: ({ ticket }, { visibility: { chosen, effective } }) => ({
    ticket: { visibility: chosen, effectiveVisibility: effective },
    from: { word: words(ticket.visibility) },
    to: { word: words(chosen) },
  }),
  sentence: () => 'a changé la visibilité en « {{to}} » (précédemment « {{from}} »)',
});
