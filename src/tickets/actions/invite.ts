import { standsFor } from '../../web/fields.ts';
import { people } from '../../web/person-fields.ts';
import { defineAction, everyone, type TicketAction } from './define.ts';
import { withComment, written } from './fields.ts';

/** What every invitation has in common, whoever is invited. */
export const invitation = {
  menus: ['ticket'],
  done: 'Votre invitation est envoyée.',
  acceptsFiles: false,
  sentence: () => 'a ajouté {{who}} à la liste des invités',
  news: 'other',
  subjectWord: 'invitation',
  tells: { ...everyone('ticket-news'), newGuests: 'invitation' },
} satisfies Partial<TicketAction>;

export const invite = defineAction({
  ...invitation,
  name: 'invite',
  label: 'Inviter un utilisateur',
  icon: 'person-plus',
  button: 'Inviter',
  consequence:
    'Les personnes invitées liront la demande, les messages qui ne sont pas réservés aux gestionnaires ou au propriétaire, et leurs fichiers. Elles pourront commenter le ticket et seront prévenues de la suite.',
  offeredWhen: ({ ticket, standing }) =>
    ticket.archivedAt === null && (standing.manages || standing.owns || standing.admin || standing.managesSibling),
  fields: {
    who: standsFor<number[]>(
      'people',
      people('Personnes à inviter', {
        required: 'Indiquez au moins une personne.',
        help: 'Noms, identifiants ou adresses électroniques ; plusieurs à la fois, séparés par des virgules',
      }),
    ),
    ...withComment,
  },
  decide: ({ ticket }, { who, ...input }) => ({
    newGuests: who.filter((id) => id !== ticket.ownerId),
    ...written(input),
    details: { who: { people: who } },
  }),
});
