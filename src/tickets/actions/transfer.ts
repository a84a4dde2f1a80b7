import { checkbox, choice, onlyWhen, standsFor } from '../../web/fields.ts';
import type { Destination } from '../lookups.ts';
import type { Situation } from '../situation.ts';
import { isOpen } from '../ticket.ts';
import { type Consequence, defineAction } from './define.ts';
import { signalled, withComment, written } from './fields.ts';
import { andInvited } from './invite.ts';
import { andReleased } from './release.ts';

/** What the new place of a ticket changes in it: its service and its defaults. */
export const movedTo = ({ ticket }: Situation, to: Destination) => ({
  categoryId: to.id,
  serviceId: to.serviceId,
  anonymous: to.anonymous,
  effectiveVisibility: ticket.visibility ?? to.defaultVisibility,
});

/** The permanent guests of the service where it goes. */
export const guestsThere = (situation: Situation, to: Destination, quiet: boolean): Consequence[] =>
  to.serviceId === situation.ticket.serviceId
    ? []
    : andInvited(situation, to.permanentGuests, { by: 'application', quiet });

/** Who handles a ticket leaves it where he does not manage the service. */
export const leavesIt = ({ ticket }: Situation, to: Destination, quiet: boolean): Consequence[] =>
  to.keepsHandler ? [] : andReleased(ticket, { by: 'application', quiet });

/** How the mover goes on following a ticket that leaves his service. */
const stillFollowing = (
  { ticket, standing: { personId, handles } }: Situation,
  to: Destination,
  wishes: { stay: boolean; watch: boolean },
) => {
  if (personId === null || to.serviceId === ticket.serviceId) return { stays: [], warnings: [] };
  const stay = wishes.stay && !(handles && to.keepsHandler); // he manages the service there
  return {
    stays: stay && !to.confidential ? [personId] : [],
    ...(wishes.watch ? { watched: true } : {}),
    warnings:
      stay && to.confidential
        ? [{ text: 'Cette catégorie est confidentielle : vous n’êtes pas devenu invité du ticket.', values: {} }]
        : [],
  };
};

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
    watch: checkbox('Suivre le ticket par courrier électronique', {
      help: 'Tant que vous pouvez le lire, vous êtes averti de ce qui s’y passe.',
    }),
    releases: onlyWhen(
      'handler',
      checkbox('Libérer le ticket', {
        help: 'Vous n’en serez plus le gestionnaire, même si vous gérez l’autre service.',
      }),
    ),
    ...withComment,
    ...signalled,
  },
  acceptsFiles: true,
  decide: (situation, { to, stay, watch, releases, quiet = false, ...input }) => {
    const { stays, ...following } = stillFollowing(situation, to, { stay, watch });
    return {
      ticket: movedTo(situation, to),
      ...following,
      ...written(input),
      details: { from: { category: situation.ticket.categoryId }, to: { category: to.id } },
      quiet,
      followedBy: [
        ...(to.keepsHandler && releases === true
          ? andReleased(situation.ticket, { quiet })
          : leavesIt(situation, to, quiet)),
        ...guestsThere(situation, to, quiet),
        ...andInvited(situation, stays, { quiet }),
      ],
    };
  },
  sentence: () => 'a déplacé le ticket dans la catégorie {{to}} (précédemment {{from}})',
  news: 'creation',
  subjectWord: 'transfert',
  tells: {
    owner: 'ticket-transferred',
    handler: 'ticket-transferred',
    guests: 'ticket-news',
    service: 'ticket-transferred',
  },
});
