import { standsFor } from '../../web/fields.ts';
import { people } from '../../web/person-fields.ts';
import type { Situation } from '../situation.ts';
import { type Consequence, defineAction, everyone, type Outcome, type TicketAction } from './define.ts';
import { withComment, written } from './fields.ts';

/** What every invitation has in common, whoever is invited. */
export const invitation = {
  menus: ['ticket'],
  done: 'Votre invitation est envoyée.',
  acceptsFiles: false,
  sentence: ({ who }) => (who ? 'a ajouté {{who}} à la liste des invités' : 'a rejoint la liste des invités'),
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
    ticket.archivedAt === null && (standing.manages || standing.owns || standing.managesSibling),
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

/** The inviting that comes with another act, of those who are not invited yet. */
export const andInvited = (
  { ticket }: Situation,
  people: readonly number[],
  settings: Pick<Consequence, 'by'> & Pick<Outcome, 'quiet'>,
): Consequence[] => {
  const { quiet = false, ...by } = settings;
  const newGuests = people.filter((id) => id !== ticket.ownerId && !ticket.guests.some((guest) => guest.id === id));
  const details = by.by === 'application' ? { who: { people: newGuests } } : {};
  return newGuests.length === 0 ? [] : [{ action: invite, outcome: { newGuests, details, quiet }, ...by }];
};
