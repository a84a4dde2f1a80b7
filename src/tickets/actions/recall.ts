import { defineAction, everyone } from './define.ts';
import { withComment, written } from './fields.ts';

export const recall = defineAction({
  name: 'recall',
  menus: ['ticket', 'status'],
  label: 'Rappeler',
  icon: 'alarm',
  button: 'Rappeler le ticket',
  done: 'Vous avez rappelé le ticket n°{{id}}.',
  consequence: 'Le ticket revient en cours.',
  offeredWhen: ({ ticket, standing }) =>
    ticket.status === 'postponed' && (standing.handles || standing.kind === 'application'),
  fields: withComment,
  acceptsFiles: true,
  decide: ({ ticket }, input) => ({
    ticket: { status: ticket.handlerId === null ? 'free' : 'in-progress', recallAt: null },
    ...written(input),
  }),
  sentence: () => 'a rappelé le ticket',
  news: 'creation',
  subjectWord: 'rappel',
  tells: everyone('ticket-news'),
});
