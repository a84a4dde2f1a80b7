import { defineAction } from './define.ts';

/** An act of the application, on a ticket that arrives in a category with nobody in charge: see `assignment.ts`. */
export const assignAutomatically = defineAction({
  name: 'assign-automatically',
  menus: [],
  label: 'Assigner automatiquement',
  icon: 'person-plus',
  button: '',
  done: '',
  offeredWhen: () => false,
  fields: {},
  acceptsFiles: false,
  decide: () => ({}),
  sentence: () => 'a assigné le ticket à {{to}}',
  note: ({ how }) => (how ? 'Assignation automatique : {{how}}.' : null),
  news: 'other',
  subjectWord: 'assignation',
  tells: { owner: 'ticket-taken', handler: 'ticket-assigned', guests: 'ticket-taken', service: 'ticket-news' },
});
