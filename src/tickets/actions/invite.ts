import { shortText, standsFor } from '../../web/fields.ts';
import { defineAction } from './define.ts';
import { withComment, written } from './fields.ts';

export const invite = defineAction({
  name: 'invite',
  menus: ['ticket'],
  label: 'Inviter un utilisateur',
  icon: 'person-plus',
  button: 'Inviter',
  done: 'Votre invitation est envoyée.',
  consequence: 'Les personnes invitées lisent le ticket, le commentent et sont prévenues de la suite.',
  offeredWhen: ({ ticket, standing }) =>
    ticket.archivedAt === null && (standing.manages || standing.owns || standing.admin || standing.managesSibling),
  fields: {
    who: standsFor<number[]>(
      'people',
      shortText('Personnes à inviter', {
        required: 'Indiquez au moins une personne.',
        help: 'Identifiants ou adresses électroniques, séparés par des virgules',
      }),
    ),
    ...withComment,
  },
  acceptsFiles: false,
  decide: ({ ticket }, { who, ...input }) => ({
    newGuests: who.filter((id) => id !== ticket.ownerId),
    ...written(input),
    details: { who: { people: who } },
  }),
  sentence: () => 'a ajouté {{who}} à la liste des invités',
  news: 'other',
  subjectWord: 'invitation',
  tells: { guests: 'invitation' },
});
