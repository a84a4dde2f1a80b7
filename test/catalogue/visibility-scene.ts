import { randomUUID } from 'node:crypto';
import type { Db } from '../../src/db/connection.ts';
import type { Shown } from '../../src/people/person.ts';
import type { EffectiveVisibility } from '../../src/tickets/visibility.ts';
import { aCategory, aManager, aPerson, aService } from '../support/rows.ts';
import { hideService } from './hidden-service.ts';
import { type Audience, audiences, standings as every, type Place, visibilities } from './who-reads-what.ts';

export interface Actor {
  id: number;
  kind: 'cas' | 'external';
  isAdmin: boolean;
  /** What the rules of visibility show to him. */
  shown: Shown | null;
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

/** Words that are found nowhere else: a page that says one has shown what it stands for. */
const words = {
  name: (rank: number) => `znom${rank}z`,
  subject: (rank: number) => `zsujet${rank}z`,
  text: (rank: number) => `ztexte${rank}z`,
  formerText: (rank: number) => `zancien${rank}z`,
  file: (rank: number) => `zfichier${rank}z`,
};

const named = (rank: number) => ({ login: words.name(rank), name: words.name(rank) });

async function everybody(db: Db, standings: readonly string[]) {
  const people: Record<string, Actor> = {};
  for (const [rank, who] of standings.entries()) {
    const kind = who.includes('extérieur') ? ('external' as const) : ('cas' as const);
    const isAdmin = who.includes('administrateur');
    const { id } = await aPerson(db, { ...named(rank), admin: isAdmin });
    await db('people').where({ id }).update({ kind });
    people[who] = { id, kind, isAdmin, shown: null };
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
export async function aScene(
  db: Db,
  {
    standings = every,
    keeps = () => true,
  }: { standings?: readonly string[]; keeps?: (ticket: Omit<SceneTicket, 'id'>) => boolean } = {},
) {
  const people = await everybody(db, standings);
  const author = (await aPerson(db, named(standings.length))).id;
  const { service, categories } = await places(db, people);
  const hidden = idsOf(people, (who) => who.includes('une règle'));
  const shown = await hideService(
    db,
    service,
    hidden,
    idsOf(people, () => true),
  );
  for (const actor of Object.values(people)) actor.shown = shown.get(actor.id) ?? null;
  const idOf = (who: string) => people[who]?.id;
  const all = Object.entries(categories).flatMap(([place, category]) =>
    visibilities.flatMap((visibility: EffectiveVisibility) =>
      [false, true].flatMap((anonymous) =>
        Object.entries(states).map(([state, facts]) => ({
          row: {
            version: 1000,
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
  const specs = all.filter(keeps);
  const ids: { id: number }[] = await db('tickets')
    .insert(specs.map(({ row }, rank) => ({ ...row, subject: words.subject(rank) })))
    .returning('id');
  const tickets: SceneTicket[] = specs.map(({ row, ...spec }, rank) => ({ ...spec, id: ids[rank]?.id ?? 0 }));
  const guests = idsOf(people, (who) => /(^un |, )invité|administrateur invité/.test(who));
  await db('ticketGuests').insert(tickets.flatMap(({ id }) => guests.map((personId) => ({ ticketId: id, personId }))));
  const writings: Writing[] = tickets.flatMap(({ id: ticketId }) => [
    ...audiences.map((audience) => ({ ticketId, audience, authorId: author })),
    ...Object.values(people).map(({ id }) => ({ ticketId, audience: 'managers' as const, authorId: id })),
  ]);
  const written = await entries(db, writings);
  await movements(db, tickets, people);
  return { people, author, tickets, entries: written, files: await files(db, written) };
}

const entries = async (db: Db, writings: Writing[]) => {
  const batch = randomUUID();
  const written: { id: number }[] = await db('ticketEvents')
    .insert(
      writings.map(({ ticketId, audience, authorId }, rank) => ({
        ticketId,
        batch,
        audience,
        action: 'comment',
        actorId: authorId,
        at: new Date(),
        messageHtml: `<p>${words.text(rank)}</p>`,
        messageText: words.text(rank),
        editedAt: new Date(),
      })),
    )
    .returning('id');
  await db('formerTexts').insert(
    writings.map(({ audience, authorId }, rank) => ({
      eventId: written[rank]?.id,
      editorId: authorId,
      replacedAt: new Date(),
      audience,
      messageHtml: `<p>${words.formerText(rank)}</p>`,
    })),
  );
  return writings.map((writing, rank) => ({ ...writing, id: written[rank]?.id ?? 0 }));
};

const files = async (db: Db, written: (Writing & { id: number })[]) => {
  const stored = written.map((writing) => ({ ...writing, id: randomUUID() as string, eventId: writing.id }));
  const facts = { size: 1, type: 'image/png', width: 1, height: 1, checksum: 'x' };
  await db('attachments').insert(
    stored.map(({ authorId, ...rest }, rank) => ({
      ...rest,
      ...facts,
      uploaderId: authorId,
      name: `${words.file(rank)}.png`,
    })),
  );
  return stored;
};

/** Lines of the history that name people: an invitation of everybody, an assignment. */
const movements = (db: Db, tickets: SceneTicket[], people: Record<string, Actor>) => {
  const [ids, batch, at] = [Object.values(people).map(({ id }) => id), randomUUID(), new Date()];
  const line = { batch, at, actorId: ids[0] };
  return db('ticketEvents').insert(
    tickets.flatMap(({ id: ticketId }) => [
      { ...line, ticketId, action: 'invite', details: JSON.stringify({ who: { people: ids } }) },
      {
        ...line,
        ticketId,
        action: 'assign',
        details: JSON.stringify({ to: { person: ids[1] }, from: { person: ids[2] } }),
      },
    ]),
  );
};
