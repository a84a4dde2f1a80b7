import { defineAction } from './define.ts';

export const leave = defineAction({
  name: 'leave',
  menus: ['ticket'],
  label: 'Ne plus être invité',
  icon: 'person-dash',
  button: 'Quitter le ticket',
  done: 'Vous n’êtes plus invité au ticket n°{{id}}.',
  consequence: 'Vous ne lirez plus ce ticket, sauf si vous y avez droit autrement.',
  offeredWhen: ({ ticket, standing }) => ticket.archivedAt === null && standing.invited,
  fields: {},
  acceptsFiles: false,
  decide: ({ standing }) => ({ formerGuests: standing.personId === null ? [] : [standing.personId] }),
  sentence: () => 'a quitté la liste des invités',
  news: 'other',
  subjectWord: 'alerte',
  tells: { owner: 'ticket-news', handler: 'ticket-news' },
});
