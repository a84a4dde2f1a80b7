import { may } from '../standing.ts';
import { isOpen } from '../ticket.ts';
import { defineAction } from './define.ts';
import { mayTellTime, toldTime, withComment, written } from './fields.ts';

export const takeCharge = defineAction({
  name: 'take-charge',
  menus: ['handler'],
  label: 'Prendre en charge',
  icon: 'person-check',
  button: 'Prendre en charge le ticket',
  done: 'Vous avez pris le ticket n°{{id}} en charge.',
  consequence: 'Vous devenez le gestionnaire du ticket ; le propriétaire en est averti.',
  offeredWhen: ({ ticket, standing }) =>
    isOpen(ticket) &&
    !standing.handles &&
    may(standing, ticket.status === 'free' ? 'take-free-ticket' : 'take-handled-ticket'),
  fields: { ...withComment, ...mayTellTime },
  acceptsFiles: true,
  decide: ({ ticket, standing }, input) => ({
    ticket: {
      handlerId: standing.personId,
      ...(ticket.status === 'free' ? { status: 'in-progress' as const } : {}),
      ...toldTime(input),
    },
    details: ticket.handlerId === null ? {} : { from: { person: ticket.handlerId } },
    ...(input.message ? written(input) : {}),
  }),
  sentence: ({ from }) =>
    from ? 'a pris le ticket en charge (précédemment {{from}})' : 'a pris le ticket en charge (précédemment libre)',
  news: 'other',
  subjectWord: 'prise en charge',
  tells: { owner: 'ticket-taken', handler: 'ticket-assigned', guests: 'ticket-taken', service: 'ticket-news' },
});
