import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Db, rows } from '../../src/db/connection.ts';
import { selectPerson } from '../../src/people/person.ts';
import { personView, shownNameSql } from '../../src/tickets/people-shown.ts';
import { type Situation, situationOf } from '../../src/tickets/situation.ts';
import {
  managedVisibleSql,
  managesSql,
  mayOpen,
  mayRead,
  ownServiceVisibleSql,
  readableEntrySql,
  readerBindings,
  visibleSql,
} from '../../src/tickets/visibility.ts';
import { aDatabase, type Database } from '../support/databases.ts';
import { aCategory, aManager, aPerson, aService, aTicket } from '../support/rows.ts';
import { type Actor, aScene, type SceneTicket } from './visibility-scene.ts';
import { type Audience, knowsNames, opens, reads, standings } from './who-reads-what.ts';

/** As a request knows him. */
const bindingsOf = async (db: Db, actor: Pick<Actor, 'id'> & Partial<Actor>) =>
  readerBindings({ ...((await selectPerson(db, actor.id)) ?? assert.fail()), ...actor });

type Scene = Awaited<ReturnType<typeof aScene>>;

/** What disagrees with the table, each in words. */
class Faults {
  readonly #found: string[] = [];

  check(says: boolean | undefined, expected: boolean, what: string) {
    if (says !== expected) this.#found.push(`${what}: ${says} instead of ${expected}`);
  }

  none() {
    assert.equal(this.#found.length, 0, `${this.#found.length} faults\n${this.#found.slice(0, 20).join('\n')}`);
  }
}

describe('Who reads what', () => {
  let database: Database;
  let scene: Scene;
  const standingsOf = new Map<string, Map<number, Situation>>();

  before(async () => {
    database = await aDatabase();
    scene = await aScene(database.db);
    for (const [who, actor] of Object.entries(scene.people)) {
      const situations = await Promise.all(
        scene.tickets.map(({ id }) => situationOf(database.db, id, actor, new Date())),
      );
      standingsOf.set(who, new Map(situations.map((found) => [found?.ticket.id ?? 0, found as Situation])));
    }
  });
  after(() => database.close());

  const situation = (who: string, ticket: { id: number }) => standingsOf.get(who)?.get(ticket.id) ?? assert.fail();

  const listed = async (sql: string, actor: Actor) =>
    new Set(
      (await rows<{ id: number | string }>(database.db, sql, await bindingsOf(database.db, actor))).map(({ id }) => id),
    );

  const everyStanding = () => standings.map((who) => ({ who, actor: scene.people[who] ?? assert.fail() }));

  it('opens a ticket to those of the table, by the function as by the SQL of the lists', async () => {
    const faults = new Faults();
    for (const { who, actor } of everyStanding()) {
      const visible = await listed(`select t.id from tickets t where ${visibleSql}`, actor);
      for (const ticket of scene.tickets) {
        const { ticket: facts, standing } = situation(who, ticket);
        faults.check(mayOpen(facts, standing), opens(who, ticket), `function, ${who}, ${ticket.what}`);
        faults.check(visible.has(ticket.id), opens(who, ticket), `list, ${who}, ${ticket.what}`);
      }
    }
    faults.none();
  });

  const readings = [
    { what: 'entries', table: 'ticket_events', author: 'actor_id' },
    { what: 'files', table: 'attachments', author: 'uploader_id' },
  ] as const;
  for (const { what, table, author } of readings) {
    it(`gives ${what} to those of the table, by the function as by SQL; the author always reads his own`, async () => {
      const faults = new Faults();
      const ticketOf = new Map(scene.tickets.map((ticket) => [ticket.id, ticket]));
      for (const { who, actor } of everyStanding()) {
        const readable = await listed(
          `select e.id from ${table} e join tickets t on t.id = e.ticket_id where ${readableEntrySql('e', author)}`,
          actor,
        );
        for (const { id, ticketId, audience, authorId } of scene[what]) {
          const ticket = ticketOf.get(ticketId) as SceneTicket;
          const expected = authorId === actor.id ? opens(who, ticket) : reads(who, ticket, audience as Audience);
          const { ticket: facts, standing } = situation(who, ticket);
          const function_ = mayOpen(facts, standing) && mayRead({ audience, authorId }, facts, standing);
          faults.check(function_, expected, `function, ${who}, ${audience}, ${ticket.what}`);
          faults.check(readable.has(id), expected, `list, ${who}, ${audience}, ${ticket.what}`);
        }
      }
      faults.none();
    });
  }

  it('names people to those of the table, by the function as by SQL', async () => {
    const faults = new Faults();
    const named = `select t.id from tickets t join people author on author.id = ${scene.author}
      where ${shownNameSql('author')} <> 'Anonyme'`;
    const person = { id: scene.author, name: 'Ada', mail: 'ada@univ.example' };
    for (const { who, actor } of everyStanding()) {
      const known = await listed(named, actor);
      for (const ticket of scene.tickets.filter((each) => opens(who, each))) {
        const expected = !ticket.anonymous || knowsNames(who, ticket);
        const shown = personView(person, situation(who, ticket), (text) => text);
        faults.check(shown.name === 'Ada', expected, `page, ${who}, ${ticket.what}`);
        faults.check(known.has(ticket.id), expected, `list, ${who}, ${ticket.what}`);
        faults.check(shown.mail !== null, knowsNames(who, ticket), `address, ${who}, ${ticket.what}`);
      }
    }
    faults.none();
  });

  it('says the rule of the managers’ lists alike, for who manages the service', async () => {
    for (const { actor } of everyStanding().filter(({ who }) =>
      /gestionnaire du|^un membre de la catégorie$/.test(who),
    )) {
      const [all, managed, own, others] = await Promise.all(
        [
          visibleSql,
          managedVisibleSql,
          `${visibleSql} and t.service_id = any (cast(:manages as integer[]))`,
          `${ownServiceVisibleSql} and t.service_id = any (cast(:manages as integer[]))`,
        ].map((rule) => listed(`select t.id from tickets t where ${rule}`, actor)),
      );
      assert.deepEqual(managed, all);
      assert.deepEqual(others, own);
    }
  });

  it('counts as managed what one reads as a manager or an administrator', async () => {
    const faults = new Faults();
    for (const { who, actor } of everyStanding()) {
      const managed = await listed(`select t.id from tickets t where ${managesSql}`, actor);
      for (const ticket of scene.tickets) {
        faults.check(managed.has(ticket.id), knowsNames(who, ticket), `${who}, ${ticket.what}`);
      }
    }
    faults.none();
  });
});

describe('Who reads what, in the corners', () => {
  let database: Database;
  before(async () => {
    database = await aDatabase();
  });
  after(() => database.close());

  const bothSay = async (ticketId: number, personId: number) => {
    const actor = { id: personId, kind: 'cas' as const, isAdmin: false };
    const { ticket, standing } = (await situationOf(database.db, ticketId, actor, new Date())) ?? assert.fail();
    const found = await rows<{ id: number }>(
      database.db,
      `select t.id from tickets t where t.id = :ticketId and ${visibleSql}`,
      { ...(await bindingsOf(database.db, actor)), ticketId },
    );
    assert.equal(mayOpen(ticket, standing), found.length === 1);
    return found.length === 1;
  };

  it('a confidential category whose members are inherited from the service opens to all managers of that service, and to no other', async () => {
    const { db } = database;
    const [service, elsewhere] = [await aService(db), await aService(db)];
    const [manager, other, owner] = [await aPerson(db), await aPerson(db), await aPerson(db)];
    await aManager(db, service.id, manager.id);
    await aManager(db, elsewhere.id, other.id);
    const top = await aCategory(db, service.id, { confidential: true });
    const below = await aCategory(db, service.id, { parentId: top.id });
    const ticket = await aTicket(db, {
      serviceId: service.id,
      categoryId: below.id,
      ownerId: owner.id,
      effectiveVisibility: 'public',
    });
    assert.equal(await bothSay(ticket.id, manager.id), true);
    assert.equal(await bothSay(ticket.id, other.id), false);
  });

  it('two services without « Visibilité inter service » share nothing', async () => {
    const { db } = database;
    const [service, elsewhere] = [await aService(db), await aService(db)];
    const other = await aPerson(db);
    await aManager(db, elsewhere.id, other.id);
    const { id: categoryId } = await aCategory(db, service.id);
    const ticket = await aTicket(db, { serviceId: service.id, categoryId, ownerId: (await aPerson(db)).id });
    assert.equal(await bothSay(ticket.id, other.id), false);
  });

  it('the public tickets of a service that is not shown any more are left to their own people', async () => {
    const { db } = database;
    const service = await aService(db, { enabled: false });
    const [stranger, owner, manager] = [await aPerson(db), await aPerson(db), await aPerson(db)];
    await aManager(db, service.id, manager.id);
    const ticket = await aTicket(db, {
      serviceId: service.id,
      categoryId: (await aCategory(db, service.id)).id,
      ownerId: owner.id,
      effectiveVisibility: 'public',
    });
    assert.equal(await bothSay(ticket.id, stranger.id), false);
    assert.equal(await bothSay(ticket.id, owner.id), true);
    assert.equal(await bothSay(ticket.id, manager.id), true);
  });
});
