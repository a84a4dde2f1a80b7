import { checkbox, choice, standsFor } from '../../web/fields.ts';
import type { Destination } from '../lookups.ts';
import type { Situation } from '../situation.ts';
import { isOpen } from '../ticket.ts';
import { defineAction } from './define.ts';
import { withComment, written } from './fields.ts';

/** What the new place of a ticket changes in it: its service, its defaults, and its handler where he does not belong. */
export const movedTo = ({ ticket }: Situation, to: Destination) => ({
  categoryId: to.id,
  serviceId: to.serviceId,
  anonymous: to.anonymous,
  effectiveVisibility: ticket.visibility ?? to.defaultVisibility,
  ...(to.keepsHandler || ticket.handlerId === null
    ? {}
    : { handlerId: null, ...(ticket.status === 'in-progress' ? { status: 'free' as const } : {}) }),
});

/** The permanent guests of the service where it goes, but not its owner. */
export const guestsThere = ({ ticket }: Situation, to: Destination) =>
  to.serviceId === ticket.serviceId ? [] : to.permanentGuests.filter((id) => id !== ticket.ownerId);

export const transfer = defineAction({
  name: 'transfer',
  menus: ['category'],
  label: 'Déplacer',
  icon: 'arrow-left-right',
  button: 'Déplacer le ticket',
  done: 'Vous avez déplacé le ticket n°{{id}}.',
  consequence:
    'La catégorie choisie décide du service qui s’en occupe ; le propriétaire et ce service en sont avertis.',
  offeredWhen: ({ ticket, standing }) =>
    standing.manages && ticket.archivedAt === null && (isOpen(ticket) || standing.handles),
  fields: {
    to: standsFor<Destination>('destination', choice('Catégorie', 'destinations')),
    stay: checkbox('Devenir utilisateur invité pour le ticket', {
      initial: true,
      help: 'Sinon, si vous n’êtes pas gestionnaire du nouveau service, vous ne verrez plus ce ticket.',
    }),
    ...withComment,
  },
  acceptsFiles: true,
  decide: (situation, { to, stay, ...input }) => ({
    ticket: movedTo(situation, to),
    newGuests: [
      ...guestsThere(situation, to),
      ...(stay && to.serviceId !== situation.ticket.serviceId && situation.standing.personId !== null
        ? [situation.standing.personId]
        : []),
    ],
    ...written(input),
    details: { from: { category: situation.ticket.categoryId }, to: { category: to.id } },
  }),
  sentence: () => 'a déplacé le ticket dans la catégorie {{to}} (précédemment {{from}})',
  news: 'creation',
  subjectWord: 'transfert',
  tells: { owner: 'ticket-transferred', guests: 'ticket-news', service: 'ticket-transferred' },
});
