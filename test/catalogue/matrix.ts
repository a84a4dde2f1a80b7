import { type Privilege, privileges } from '../../src/services/privileges.ts';
import { offeredActions } from '../../src/tickets/actions/index.ts';
import type { Situation } from '../../src/tickets/situation.ts';
import type { Standing } from '../../src/tickets/standing.ts';
import { type Status, statuses, statusWords } from '../../src/tickets/ticket.ts';

const me = 1;
const someoneElse = 2;

const nobody: Standing = {
  personId: me,
  kind: 'cas',
  admin: false,
  owns: false,
  handles: false,
  manages: false,
  member: false,
  invited: false,
  managesSibling: false,
  seesService: true,
  shown: null,
  privileges: new Set<Privilege>(),
};

const manager: Standing = { ...nobody, manages: true, member: true, privileges: new Set(privileges) };

/** The people of the guides, from the nearest to the ticket to the farthest. */
export const standings: Record<string, Standing> = {
  'Le propriétaire': { ...nobody, owns: true },
  'Le gestionnaire du ticket': { ...manager, handles: true },
  'Un autre gestionnaire du service': manager,
  'Un gestionnaire sans privilège': { ...manager, privileges: new Set() },
  'Le propriétaire, lui-même gestionnaire du service': { ...manager, owns: true },
  'Un invité': { ...nobody, invited: true },
  'Un administrateur, devant un ticket public': { ...nobody, admin: true },
  'Toute personne, devant un ticket public': nobody,
};

export const situation = (status: Status, standing: Standing): Situation => {
  const handlerId = status === 'free' ? null : standing.handles ? me : someoneElse;
  const person = (id: number) => ({ id, name: `Personne ${id}`, mail: null });
  return {
    standing,
    now: new Date('2026-03-04T09:00:00Z'),
    hasColleagues: true,
    handlerManages: true,
    watched: false,
    bookmarked: false,
    lastMove: null,
    links: [],
    spentTimeRequired: false,
    asRead: '1',
    ticket: {
      id: 42,
      subject: 'Connexion impossible',
      status,
      serviceId: 1,
      categoryId: 1,
      creationServiceId: 1,
      ownerId: standing.owns ? me : someoneElse,
      creatorId: someoneElse,
      handlerId,
      origin: 'web',
      priority: null,
      visibility: null,
      effectiveVisibility: 'public',
      anonymous: false,
      version: 3,
      createdAt: new Date('2026-03-03T09:00:00Z'),
      lastActionAt: new Date('2026-03-04T08:00:00Z'),
      closedAt: null,
      recallAt: null,
      archivedAt: null,
      spentMinutes: null,
      machine: null,
      firstReactionAt: null,
      confidential: false,
      service: 'DNUM',
      category: 'ENT',
      effectivePriority: 3,
      owner: person(standing.owns ? me : someoneElse),
      handler: handlerId === null ? null : person(handlerId),
      guests: standing.invited ? [person(me)] : [],
      fileCount: 0,
      seen: true,
      openedAt: null,
    },
  };
};

/** Who is offered what, in each status, in the words of the menus. */
export const matrix = () =>
  Object.entries(standings)
    .map(([who, standing]) => {
      const lines = statuses
        // nobody handles a free ticket
        .filter((status) => !(standing.handles && status === 'free'))
        .map((status) => {
          const labels = offeredActions(situation(status, standing))
            // what one does for oneself is the same for all: the catalogue's test says it once
            .filter((action) => !action.personal)
            .map((action) => action.label);
          return `- ${statusWords[status].label} : ${labels.join(', ') || 'rien'}`;
        });
      return [`## ${who}`, '', ...lines, ''].join('\n');
    })
    .join('\n');
