import { choice } from '../../web/fields.ts';
import { defineAction } from './define.ts';

export const removeGuest = defineAction({
  name: 'remove-guest',
  menus: ['ticket'],
  label: 'Retirer un invité',
  icon: 'person-dash',
  button: 'Retirer l’invité',
  done: 'Cette personne n’est plus invitée.',
  consequence: 'Elle ne lira plus le ticket, sauf si elle y a droit autrement.',
  offeredWhen: ({ ticket, standing }) =>
    ticket.archivedAt === null && ticket.guests.length > 0 && (standing.manages || standing.owns),
  fields: { guest: choice('Invité', 'guests') },
  acceptsFiles: false,
  decide: (_, { guest }) => ({ formerGuests: [Number(guest)], details: { who: { person: Number(guest) } } }),
  sentence: () => 'a supprimé {{who}} de la liste des invités',
  news: 'other',
  subjectWord: 'alerte',
  tells: { owner: 'ticket-news', handler: 'ticket-news' },
});
