import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { audienceOf } from '../../src/monitoring/audience.ts';
import { mailboxesToldOf } from '../../src/monitoring/mailboxes.ts';
import { nothingShown } from '../../src/services/visibility/rules.ts';
import { editRules } from '../../src/services/visibility/versions.ts';
import { aDatabase, type Database } from '../support/databases.ts';
import { aPerson } from '../support/rows.ts';
import { anOperation, aStaff, cases, type Staff } from './mailed-people.ts';

/** Managers who hear everything: the last of the settings. */
const rank = 9;
const columns = [
  'owner',
  'guest',
  `manager${rank}`,
  `member${rank}`,
  `handler${rank}`,
  'administrator',
  'follower',
  'service@univ.example',
  'category@univ.example',
];

/** The longest words first, since they hold the others. */
const audiences = [
  ['for managers, owner and guests', 'managers-owner-guests'],
  ['for managers and owner', 'managers-owner'],
  ['for managers and guests', 'managers-guests'],
  ['for managers', 'managers'],
  ['for everyone', 'everyone'],
] as const;

describe('Who is mailed, case by case', () => {
  let database: Database;
  let staff: Staff;
  let administrator: { id: number };
  const logins = new Map<number, string>();

  before(async () => {
    database = await aDatabase();
    const { db } = database;
    staff = await aStaff(db);
    administrator = await aPerson(db, { login: 'administrator', admin: true });
    for (const { id, login } of await db('people').select('id', 'login')) logins.set(id, login);
    const hears = (monitoringEmail: string) => ({ monitoringEmail, monitoringLevel: 'always' });
    await db('services').where({ id: staff.here.id }).update(hears('service@univ.example'));
    await db('categories').where({ id: staff.wifi.id }).update(hears('category@univ.example'));
  });
  after(() => database.close());

  const showNothing = async (hidden: boolean) => {
    const edit = { actorId: administrator.id, done: 'otherwise' as const, about: '', at: new Date() };
    const otherwise = hidden ? nothingShown : { ...nothingShown, everything: true };
    await editRules(database.db, edit, ({ rules }) => ({ ...rules, otherwise }));
  };
  const wanting = (hears: boolean) =>
    database.db('people').whereIn('login', ['owner', 'guest']).update({ hearsOwn: hears, hearsInvited: hears });

  /** As the name of the case says. */
  async function told(name: string): Promise<Set<string>> {
    const { db } = database;
    const act = name.startsWith('a comment') ? 'comment' : 'close';
    const operation = await anOperation(db, staff, act, rank, name.includes('public ticket') ? 'public' : 'private');
    const { ticketId, batch } = operation;
    await db('ticketWatches').insert({ ticketId, personId: administrator.id });
    const audience = audiences.find(([words]) => name.includes(words))?.[1];
    const facts = { quiet: name.includes('not signalled'), ...(audience === undefined ? {} : { audience }) };
    await db('ticketEvents').where({ batch }).update(facts);
    if (name.includes('removed')) await db('ticketGuests').where({ ticketId }).delete();
    await db('categories')
      .where({ id: staff.wifi.id })
      .update({ confidential: name.includes('confidential') });
    await showNothing(name.includes('rules hide'));
    await wanting(!name.includes('want no mail'));
    const people = await audienceOf(db, ticketId, batch);
    const boxes = await mailboxesToldOf(db, ticketId, batch);
    return new Set([
      ...people.map(({ personId }) => logins.get(personId) ?? '?'),
      ...boxes.map(({ address }) => address),
    ]);
  }

  it('is what the table says', async () => {
    for (const { name, told: expected } of cases) {
      const found = await told(name);
      const cells = columns.map((who) => (found.has(who) ? 'yes' : 'no'));
      assert.deepEqual(cells, expected, name);
      assert.ok(!found.has('author'), `${name}: never who did it`);
    }
  });
});
