import { standsFor } from '../../web/fields.ts';
import { person } from '../../web/person-fields.ts';
import { isOpen } from '../ticket.ts';
import { defineAction, everyone } from './define.ts';
import { withComment, written } from './fields.ts';

export const changeOwner = defineAction({
  name: 'change-owner',
  menus: ['owner'],
  label: 'Changer le propriétaire',
  icon: 'person-gear',
  button: 'Changer le propriétaire',
  done: 'Vous avez changé le propriétaire du ticket n°{{id}}.',
  consequence: 'Le nouveau propriétaire suivra le ticket à la place de l’ancien ; il en est averti.',
  offeredWhen: ({ ticket, standing }) => isOpen(ticket) && standing.handles,
  fields: {
    owner: standsFor<number>(
      'new-owner',
      person('Nouveau propriétaire', {
        required: 'Indiquez une personne.',
        help: 'Nom, identifiant ou adresse électronique',
      }),
    ),
    ...withComment,
  },
  acceptsFiles: false,
  decide: ({ ticket }, { owner, ...input }) => ({
    ticket: { ownerId: owner },
    formerGuests: [owner],
    ...written(input),
    details: { to: { person: owner }, from: { person: ticket.ownerId } },
  }),
  sentence: () => 'a changé le propriétaire du ticket ({{to}}, précédemment {{from}})',
  news: 'other',
  subjectWord: 'alerte',
  tells: everyone('ticket-news'),
});
