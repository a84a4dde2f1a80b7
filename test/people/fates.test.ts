import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Db } from '../../src/db/connection.ts';
import { mergeOutsider } from '../../src/people/accounts/merge.ts';
import { referencesToPeople } from '../../src/people/accounts/references.ts';
import { fateOf, fates } from '../../src/people/fates.ts';
import { anonymise } from '../../src/personal-data/anonymise.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aDatabase, type Database } from '../support/databases.ts';
import { aPerson } from '../support/rows.ts';

/** A row of each kind that somebody may leave; a table that is not here is one that refers to people and has no test. */
async function traces(db: Db, campus: Campus, personId: number): Promise<void> {
  const { id: ticketId } = await campus.ticketOfLea({ ownerId: personId, creatorId: personId });
  const other = await campus.ticketOfLea();
  const [event] = await db('ticketEvents').where({ ticketId }).select('id');
  const [now, batch, serviceId] = [new Date(), randomUUID(), campus.library.id];
  const file = { id: randomUUID(), name: 'a.txt', size: 1, type: 'text/plain', checksum: 'x' };
  const rows: Record<string, object> = {
    anonymisations: { personId: campus.zoe.id, actorId: personId, at: now, counts: '{}' },
    attachments: { ...file, ticketId, eventId: event.id, uploaderId: personId },
    bookmarks: { ticketId, personId },
    cannedResponses: { personId, title: 'Bonjour', messageHtml: '<p>Bonjour</p>' },
    dataExports: { id: randomUUID(), personId, askedAt: now },
    defaultViews: { personId, mode: 'mine', query: 'state=all' },
    drafts: { id: randomUUID(), personId },
    mailHours: { personId, hour: new Date(), granted: 1 },
    emails: { key: batch, name: 'x', reason: 'x', ticketId, batch, personId },
    formerTexts: { eventId: event.id, editorId: personId, replacedAt: now, audience: 'managers', messageHtml: 'x' },
    passwords: { personId, hash: 'x', changedAt: now },
    permanentGuests: { serviceId, personId },
    personSearches: { personId, day: '2026-01-01', count: 1 },
    savedViews: { personId, mode: 'mine', name: 'Les miens', query: 'state=all' },
    serviceManagers: { serviceId, personId },
    settingChanges: { serviceId, about: 'BU', setting: 'Libellé', actorId: personId, at: now },
    ticketGuests: { ticketId: other.id, personId },
    ticketViews: { ticketId, personId, seenAt: now },
    ticketWatches: { ticketId, personId },
    categoryMembers: { categoryId: campus.loans.id, personId },
  };
  for (const [table, row] of Object.entries(rows)) await db(table).insert(row);
  await db('settingChanges').where({ actorId: personId }).update({ personId });
  await db('tickets').where({ id: other.id }).update({ status: 'approved', handlerId: personId });
}

describe('Ce qui se rapporte à une personne', () => {
  let database: Database;
  let db: Db;
  let campus: Campus;

  before(async () => {
    database = await aDatabase();
    db = database.db;
    campus = await aCampus(db);
  });
  after(() => database.close());

  const countOf = async (table: string, column: string, id: number) =>
    Number((await db.raw(`select count(*) from "${table}" where "${column}" = ?`, [id])).rows[0].count);

  /** The columns that name this person, of those whose fate is told. */
  const naming = async (id: number) => {
    const found: string[] = [];
    for (const { table, column } of await referencesToPeople(db))
      if ((await countOf(table, column, id)) > 0) found.push(`${table}.${column}`);
    return found;
  };
  const untested = [
    'visibility_versions.author_id',
    'people.merged_into',
    'person_merges.from_id',
    'person_merges.into_id',
    'anonymisations.person_id',
  ];

  it('suit un compte externe dans celui de l’établissement, table par table', async () => {
    const [outsider] = await db('people')
      .insert({ kind: 'external', displayName: 'Ada', mail: 'ada@univ.example' })
      .returning('id');
    const ada = await aPerson(db, { login: 'ada', mail: 'ada@univ.example' });
    await traces(db, campus, outsider.id);
    await db('bookmarks').insert({ ticketId: (await db('bookmarks').first()).ticketId, personId: ada.id });
    const before = await naming(outsider.id);
    const told = Object.keys(fates).filter((name) => !untested.includes(name));
    assert.deepEqual(
      told.filter((name) => !before.includes(name)),
      [],
      'every fate has its trace',
    );
    assert.equal(await mergeOutsider(db, { personId: ada.id, mail: 'ada@univ.example' }, new Date()), outsider.id);
    const left = (await naming(outsider.id)).filter((name) => fates[name]?.merged === 'move');
    assert.deepEqual(left, []);
    const moved = before.filter((name) => fates[name]?.merged === 'move');
    const there = await naming(ada.id);
    assert.deepEqual(
      moved.filter((name) => !there.includes(name)),
      [],
    );
  });

  it('disparaît ou ne nomme plus personne quand elle est anonymisée, table par table', async () => {
    const chef = await aPerson(db, { login: 'chef', admin: true });
    const ada = await db('people').where({ login: 'ada' }).first();
    const before = await naming(ada.id);
    const result = await anonymise(db, { personId: ada.id, actorId: chef.id }, new Date());
    assert.ok(result.ok);
    const references = await referencesToPeople(db);
    const after = await naming(ada.id);
    for (const { table, column } of references.filter(({ table, column }) => before.includes(`${table}.${column}`))) {
      const kept = fateOf({ table, column }).anonymised === 'kept';
      assert.equal(after.includes(`${table}.${column}`), kept, `${table}.${column}`);
    }
    const people = await db('people').where({ id: ada.id }).orWhere({ mergedInto: ada.id });
    for (const person of people) {
      const { login, mail, displayName } = person;
      assert.deepEqual([login, mail, displayName], [null, null, 'Personne anonymisée']);
    }
    assert.equal(people.length, 2, 'the outsider that she had been too');
  });
});
