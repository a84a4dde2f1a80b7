import { defineAction } from './define.ts';

/** Filing a ticket: never in a menu, since there is no ticket yet; the catalogue keeps its words and its news. */
export const file = defineAction({
  name: 'file',
  menus: [],
  label: 'Créer un ticket',
  icon: 'plus-lg',
  button: 'Créer le ticket',
  done: 'Un nouveau ticket a été créé.',
  offeredWhen: () => false,
  fields: {},
  acceptsFiles: true,
  decide: () => ({}),
  sentence: ({ owner }) => (owner ? 'a créé le ticket pour {{owner}}' : 'a créé le ticket'),
  news: 'creation',
  subjectWord: 'création',
  tells: { owner: 'ticket-created', handler: 'ticket-assigned', guests: 'ticket-created', service: 'ticket-created' },
});
