import { isOpen } from '../ticket.ts';
import { defineAction } from './define.ts';
import { withComment, written } from './fields.ts';

export const release = defineAction({
  name: 'release',
  menus: ['handler'],
  label: 'Libérer',
  icon: 'person-dash',
  button: 'Libérer le ticket',
  done: 'Vous avez libéré le ticket n°{{id}}.',
  consequence: 'Le ticket n’a plus de gestionnaire ; les autres gestionnaires du service en sont avertis.',
  offeredWhen: ({ ticket, standing }) => isOpen(ticket) && standing.handles,
  fields: withComment,
  acceptsFiles: true,
  // an incomplete or postponed ticket stays so, with nobody in charge
  decide: ({ ticket }, input) => ({
    ticket: { handlerId: null, ...(ticket.status === 'in-progress' ? { status: 'free' } : {}) },
    ...written(input),
  }),
  sentence: () => 'a libéré le ticket',
  news: 'release',
  subjectWord: 'libération',
  tells: { owner: 'ticket-released', guests: 'ticket-released', service: 'ticket-released' },
});
