import { randomUUID } from 'node:crypto';
import type { Db } from '../../src/db/connection.ts';
import type { EffectiveVisibility } from '../../src/tickets/visibility.ts';
import { aCategory, aManager, aPerson, aService } from '../support/rows.ts';
import { type Audience, audiences, type Place, standings, visibilities } from './who-reads-what.ts';

export interface Actor {
  id: number;
  kind: 'cas' | 'external';
  isAdmin: boolean;
}

export interface SceneTicket extends Place {
  id: number;
  anonymous: boolean;
  what: string;
}

interface Writing {
  ticketId: number;
  audience: Audience;
  authorId: number;
}

const states = {
  open: { status: 'in-progress' },
  closed: { status: 'closed', closedAt: new Date() },
  archived: { status: 'approved', closedAt: new Date(), archivedAt: new Date() },
};

async function everybody(db: Db) {
  const people: Record<string, Actor> = {};
  for (const who of standings) {
    const kind = who.includes('extérieur') ? ('external' as const) : ('cas' as const);
    const isAdmin = who.includes('administrateur');
    const { id } = await aPerson(db, { admin: isAdmin });
    await db('people').where({ id }).update({ kind });
    people[who] = { id, kind, isAdmin };
  }
  return people;
}

const idsOf = (people: Record<string, Actor>, wanted: (who: string) => boolean) =>
  Object.entries(people).flatMap(([who, { id }]) => (wanted(who) ? [id] : []));

async function places(db: Db, people: Record<string, Actor>) {
  const [own, sibling, other] = [
    await aService(db, { interService: 'campus' }),
    await aService(db, { interService: 'campus' }),
    await aService(db),
  ];
  const managers: [number, (who: string) => boolean][] = [
    [own.id, (who) => /^un gestionnaire du service|^un membre de la catégorie$|^le gestionnaire du ticket/.test(who)],
    [sibling.id, (who) => who.includes('même inter-service')],
    [other.id, (who) => who.includes('autre service')],
  ];
  for (const [service, wanted] of managers) {
    for (const id of idsOf(people, wanted)) await aManager(db, service, id);
  }
  const ordinary = await aCategory(db, own.id);
  const secret = await aCategory(db, own.id, { confidential: true, inheritsMembers: false });
  const belowSecret = await aCategory(db, own.id, { parentId: secret.id });
  const members = idsOf(people, (who) => who.includes('membre de la catégorie'));
  await db('categoryMembers').insert(members.map((personId) => ({ categoryId: secret.id, personId })));
  return { service: own.id, categories: { ordinary, secret, belowSecret } };
}

/** A ticket for each place, visibility, anonymity and state, with a text and a file for each audience, and one of each person. */
export async function aScene(db: Db) {
  const people = await everybody(db);
  const author = (await aPerson(db)).id;
  const { service, categories } = await places(db, people);
  const idOf = (who: string) => people[who]?.id;
  const specs = Object.entries(categories).flatMap(([place, category]) =>
    visibilities.flatMap((visibility: EffectiveVisibility) =>
      [false, true].flatMap((anonymous) =>
        Object.entries(states).map(([state, facts]) => ({
          row: {
            subject: 'Sujet',
            serviceId: service,
            creationServiceId: service,
            categoryId: category.id,
            ownerId: idOf('le propriétaire'),
            creatorId: idOf('le créateur, pour le compte du propriétaire'),
            handlerId: idOf(
              state === 'closed'
                ? 'un ancien gestionnaire, en charge du ticket quand il a été clos'
                : 'le gestionnaire du ticket, membre de la catégorie',
            ),
            effectiveVisibility: visibility,
            anonymous,
            closedAt: null,
            archivedAt: null,
            ...facts,
          },
          visibility,
          anonymous,
          confidential: place !== 'ordinary',
          what: `${place}, ${visibility}, ${state}${anonymous ? ', anonymous' : ''}`,
        })),
      ),
    ),
  );
  const ids: { id: number }[] = await db('tickets')
    .insert(specs.map(({ row }) => row))
    .returning('id');
  const tickets: SceneTicket[] = specs.map(({ row, ...spec }, rank) => ({ ...spec, id: ids[rank]?.id ?? 0 }));
  const guests = idsOf(people, (who) => /(^un |, )invité|administrateur invité/.test(who));
  await db('ticketGuests').insert(tickets.flatMap(({ id }) => guests.map((personId) => ({ ticketId: id, personId }))));
  const writings: Writing[] = tickets.flatMap(({ id: ticketId }) => [
    ...audiences.map((audience) => ({ ticketId, audience, authorId: author })),
    ...Object.values(people).map(({ id }) => ({ ticketId, audience: 'managers' as const, authorId: id })),
  ]);
  return { people, author, tickets, entries: await entries(db, writings), files: await files(db, writings) };
}

const entries = async (db: Db, writings: Writing[]) => {
  const batch = randomUUID();
  const written: { id: number }[] = await db('ticketEvents')
    .insert(
      writings.map(({ ticketId, audience, authorId }) => ({
        ticketId,
        batch,
        audience,
        action: 'comment',
        actorId: authorId,
        at: new Date(),
        messageHtml: 'x',
      })),
    )
    .returning('id');
  return writings.map((writing, rank) => ({ ...writing, id: written[rank]?.id ?? 0 }));
};

const files = async (db: Db, writings: Writing[]) => {
  const stored = writings.map((writing) => ({ ...writing, id: randomUUID() as string }));
  const facts = { name: 'x', size: 1, type: 'text/plain', checksum: 'x' };
  await db('attachments').insert(
    stored.map(({ id, ticketId, audience, authorId }) => ({ id, ticketId, audience, uploaderId: authorId, ...facts })),
  );
  return stored;
};
