import { choice } from '../../web/fields.ts';
import { may } from '../standing.ts';
import { isOpen } from '../ticket.ts';
import { defineAction } from './define.ts';
import { withComment, written } from './fields.ts';

export const assign = defineAction({
  name: 'assign',
  menus: ['handler'],
  label: 'Assigner',
  icon: 'person-plus',
  button: 'Assigner le ticket',
  done: 'Vous avez assigné le ticket n°{{id}}.',
  consequence: 'La personne choisie devient le gestionnaire du ticket et en est avertie.',
  offeredWhen: ({ ticket, standing, hasColleagues }) =>
    isOpen(ticket) && hasColleagues && may(standing, 'assign-ticket'),
  fields: {
    handler: choice('Gestionnaire', 'colleagues', { help: 'Gestionnaires disponibles du service' }),
    ...withComment,
  },
  acceptsFiles: true,
  decide: ({ ticket }, { handler, ...input }) => ({
    ticket: { handlerId: Number(handler), ...(ticket.status === 'free' ? { status: 'in-progress' } : {}) },
    details: {
      to: { person: Number(handler) },
      ...(ticket.handlerId === null ? {} : { from: { person: ticket.handlerId } }),
    },
    ...written(input),
  }),
  sentence: ({ from }) =>
    from ? 'a assigné le ticket à {{to}} (précédemment {{from}})' : 'a assigné le ticket à {{to}} (précédemment libre)',
  news: 'other',
  subjectWord: 'assignation',
  tells: { owner: 'ticket-taken', handler: 'ticket-assigned', guests: 'ticket-taken', service: 'ticket-news' },
});
