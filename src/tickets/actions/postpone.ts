import { day, standsFor } from '../../web/fields.ts';
import type { RecallDay } from '../recall-time.ts';
import { isOpen } from '../ticket.ts';
import { defineAction, everyone } from './define.ts';
import { withComment, written } from './fields.ts';

export const postpone = defineAction({
  name: 'postpone',
  menus: ['ticket', 'status'],
  label: 'Différer',
  icon: 'clock',
  button: 'Reporter le ticket',
  done: 'Vous avez reporté le ticket n°{{id}}.',
  consequence: 'Le ticket attend ; il vous revient à la date choisie, ou quand vous le rappelez.',
  offeredWhen: ({ ticket, standing }) => isOpen(ticket) && ticket.status !== 'postponed' && standing.handles,
  fields: {
    until: standsFor<RecallDay | null>(
      'day-to-come',
      day('Rappel automatique', { help: 'Il revient ce jour-là à 7 h. Laissez vide pour le rappeler vous-même.' }),
    ),
    ...withComment,
  },
  acceptsFiles: true,
  decide: (_, { until, ...input }) => ({
    ticket: { status: 'postponed', recallAt: until?.at ?? null },
    ...written(input),
    details: until === null ? {} : { until: { date: until.day } },
  }),
  sentence: ({ until }) => (until ? 'a reporté le ticket jusqu’au {{until}}' : 'a reporté le ticket'),
  news: 'other',
  subjectWord: 'gel',
  tells: everyone('ticket-news'),
});
