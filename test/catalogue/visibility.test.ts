import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { rows } from '../../src/db/connection.ts';
import { selectPerson } from '../../src/people/person.ts';
import { situationOf } from '../../src/tickets/situation.ts';
import {
  type EffectiveVisibility,
  managedVisibleSql,
  mayOpen,
  readerBindings,
  visibilities,
  visibleSql,
} from '../../src/tickets/visibility.ts';
import { aDatabase, type Database } from '../support/databases.ts';
import { aCategory, aManager, aPerson, aService, aTicket } from '../support/rows.ts';

type Who =
  | 'owner'
  | 'guest'
  | 'manager'
  | 'member'
  | 'sibling manager'
  | 'other manager'
  | 'administrator'
  | 'stranger'
  | 'outsider'
  | 'removed guest';

const everybody: readonly Who[] = [
  'owner',
  'guest',
  'manager',
  'member',
  'sibling manager',
  'other manager',
  'administrator',
  'stranger',
  'outsider',
  'removed guest',
];

/** Written by hand: who opens a ticket of each visibility, in an ordinary category and in a confidential one. */
const ordinary: Record<EffectiveVisibility, readonly Who[]> = {
  public: everybody,
  intranet: everybody.filter((who) => who !== 'outsider'),
  'subject-only': ['owner', 'guest', 'manager', 'member', 'sibling manager', 'administrator'],
  private: ['owner', 'guest', 'manager', 'member', 'sibling manager', 'administrator'],
};
const confidential: readonly Who[] = ['owner', 'guest', 'member'];

describe('Who may open a ticket', () => {
  let database: Database;
  const people = {} as Record<Who, number>;
  const tickets: { id: number; expected: readonly Who[]; what: string }[] = [];

  before(async () => {
    database = await aDatabase();
    const { db } = database;
    for (const who of everybody) people[who] = (await aPerson(db, { admin: who === 'administrator' })).id;
    await db('people').where({ id: people.outsider }).update({ kind: 'external' });
    const service = await aService(db, { interService: 'campus' });
    const sibling = await aService(db, { interService: 'campus' });
    const other = await aService(db);
    await aManager(db, service.id, people.manager);
    await aManager(db, service.id, people.member);
    await aManager(db, sibling.id, people['sibling manager']);
    await aManager(db, other.id, people['other manager']);
    const open = await aCategory(db, service.id);
    const secret = await aCategory(db, service.id, { confidential: true, inheritsMembers: false });
    const below = await aCategory(db, service.id, { parentId: secret.id });
    await db('categoryMembers').insert({ categoryId: secret.id, personId: people.member });
    for (const category of [open, secret, below]) {
      for (const visibility of visibilities) {
        const ticket = await aTicket(db, {
          serviceId: service.id,
          categoryId: category.id,
          ownerId: people.owner,
          effectiveVisibility: visibility,
        });
        await db('ticketGuests').insert({ ticketId: ticket.id, personId: people.guest });
        const expected = category === open ? ordinary[visibility] : confidential;
        tickets.push({ id: ticket.id, expected, what: `${visibility} in category ${category.id}` });
      }
    }
  });
  after(() => database.close());

  it('is said alike by the rule of the managers’ list, for who manages the service', async () => {
    for (const who of ['manager', 'member'] as const) {
      const person = (await selectPerson(database.db, people[who])) ?? assert.fail();
      const lists = await Promise.all(
        [visibleSql, managedVisibleSql].map((rule) =>
          rows<{ id: number }>(
            database.db,
            `select t.id from tickets t where ${rule} order by t.id`,
            readerBindings(person),
          ),
        ),
      );
      assert.deepEqual(lists[1], lists[0]);
    }
  });

  it('is said alike by the rule for lists, the rule for one ticket, and the table written by hand', async () => {
    for (const who of everybody) {
      const person = (await selectPerson(database.db, people[who])) ?? assert.fail();
      const listed = await rows<{ id: number }>(
        database.db,
        `select t.id from tickets t where ${visibleSql}`,
        readerBindings(person),
      );
      for (const { id, expected, what } of tickets) {
        const situation = (await situationOf(database.db, id, person, new Date())) ?? assert.fail();
        const wanted = expected.includes(who);
        assert.equal(mayOpen(situation.ticket, situation.standing), wanted, `one ticket: ${who}, ${what}`);
        assert.equal(
          listed.some((row) => row.id === id),
          wanted,
          `list: ${who}, ${what}`,
        );
      }
    }
  });
});
