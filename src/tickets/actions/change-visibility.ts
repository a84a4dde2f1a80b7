import { choice, standsFor } from '../../web/fields.ts';
import type { VisibilityChoice } from '../lookups.ts';
import { isOpen } from '../ticket.ts';
import { type EffectiveVisibility, visibilities, visibilityWords } from '../visibility.ts';
import { defineAction } from './define.ts';

const words = (visibility: EffectiveVisibility | null) =>
  visibility === null ? 'par défaut' : visibilityWords[visibility];

export const changeVisibility = defineAction({
  name: 'change-visibility',
  menus: ['ticket'],
  label: 'Changer la visibilité',
  icon: 'eye',
  button: 'Changer la visibilité',
  done: 'Vous avez changé la visibilité du ticket n°{{id}}.',
  consequence: 'Publique : tous les utilisateurs pourront lire ce ticket, sauf ce qui est réservé à d’autres.',
  offeredWhen: ({ ticket, standing }) =>
    ticket.archivedAt === null && (standing.handles || (standing.owns && isOpen(ticket))),
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
  acceptsFiles: false,
  startsWith: ({ ticket }) => ({ visibility: ticket.visibility ?? '' }),
  decide: ({ ticket }, { visibility: { chosen, effective } }) => ({
    ticket: { visibility: chosen, effectiveVisibility: effective },
    details: { from: { text: words(ticket.visibility) }, to: { text: words(chosen) } },
  }),
  sentence: () => 'a changé la visibilité en « {{to}} » (précédemment « {{from}} »)',
  news: 'other',
  subjectWord: 'alerte',
  tells: { owner: 'ticket-news', handler: 'ticket-news' },
});
