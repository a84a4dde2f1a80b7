import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { audienceOf } from '../../src/monitoring/audience.ts';
import type { Alertness, MonitoringRules } from '../../src/monitoring/rule.ts';
import { catalogue } from '../../src/tickets/actions/index.ts';
import { aPostOffice } from '../support/post-office.ts';
import { aWorld, type World } from '../support/world.ts';
import { acts, anOperation, aStaff, hadAnother, hearing, type Staff, settings } from './mailed-people.ts';

/** An act of each kind, and those that tell people of their own. */
const oneOfEach = [
  'file',
  'release',
  'comment',
  'expire',
  'transfer',
  'transfer within the service',
  'change-owner',
  'invite',
  'leave',
];

type Act = (typeof acts)[number];
type Relation = 'manager' | 'member' | 'handler' | 'former';

const column: Record<Alertness, number> = { never: 0, creation: 1, always: 2 };

/** The lines of the table that apply to a manager, each with what it says of this kind of act. */
const toldBy = (kind: string, rules: MonitoringRules, relation: Relation) => {
  const says = (level: Alertness) => hearing.get(kind)?.[column[level]];
  return (
    says(rules.any) === 'yes' ||
    (relation === 'member' && ['yes', 'members'].includes(says(rules.category) ?? '')) ||
    ((relation === 'handler' || relation === 'former') && ['yes', 'handler'].includes(says(rules.handled) ?? ''))
  );
};

/** Who the tables say is mailed of an act, when the handler, and the former one, have the settings of this rank. */
function expected({ act, kind, others }: Act, rank: number, visibility: 'public' | 'private'): string[] {
  const managers = settings.flatMap((rules, of) => [
    ...(toldBy(kind, rules, 'manager') ? [`manager${of}`] : []),
    ...(toldBy(kind, rules, 'member') ? [`member${of}`] : []),
    ...(toldBy(kind, rules, of === rank && act !== 'release' ? 'handler' : 'manager') ? [`handler${of}`] : []),
    ...(toldBy(kind, rules, of === rank && hadAnother(act) ? 'former' : 'manager') ? [`former${of}`] : []),
  ]);
  const [owner, invited, guest, follows, bookmark, formerOwner, left] = others.map((cell) => cell === 'yes');
  const outside = visibility === 'public';
  return [
    ...managers,
    ...(owner ? ['owner'] : []),
    ...(invited ? ['invited'] : []),
    ...(guest ? ['guest'] : []),
    ...(follows && outside ? ['follower'] : []),
    ...(bookmark && outside ? ['bookmarker'] : []),
    ...(formerOwner && outside ? ['formerOwner'] : []),
    ...(left ? (kind === 'arrival' ? ['leftmember'] : outside ? ['left'] : []) : []),
  ].sort();
}

/** Of the tickets that a manager passes on, each receiver is told in one mail, which has its own tests. */
const toldTogether = new Set(['reassign', 'take-away']);

describe('Who is mailed', () => {
  let office: Awaited<ReturnType<typeof aPostOffice>>;
  let world: World;
  let staff: Staff;
  const logins = new Map<number, string>();

  before(async () => {
    office = await aPostOffice();
    world = await aWorld({ smtpUrl: office.url, env: { MAIL_HOURLY_CAP: '0' } });
    staff = await aStaff(world.db);
    for (const { id, login } of await world.db('people').select('id', 'login')) logins.set(id, login);
  });
  after(async () => {
    await world.close();
    await office.close();
  });

  it('has a line for every action that leaves an entry', () => {
    const named = new Set(acts.map(({ act }) => act.split(' ')[0]));
    const leaving = catalogue.filter(
      ({ name, personal, steps, opens }) => !personal && !steps && !opens && !toldTogether.has(name),
    );
    assert.deepEqual([...named].sort(), leaving.map(({ name }) => name).sort());
  });

  for (const [visibility, ranks] of [
    ['public', settings.keys()],
    ['private', [2, 9]],
  ] as const) {
    it(`is what the table says, for every act, relation and setting, on a ${visibility} ticket`, async () => {
      const tried = [...ranks];
      for (const act of acts) {
        for (const rank of tried) {
          const { ticketId, batch } = await anOperation(world.db, staff, act.act, rank, visibility);
          const people = await audienceOf(world.db, ticketId, batch);
          const told = people.map(({ personId }) => logins.get(personId) ?? '?').sort();
          assert.deepEqual(told, expected(act, rank, visibility), `${act.act}, ${JSON.stringify(settings[rank])}`);
        }
      }
    });
  }

  it('is who gets a mail, once each, by SMTP', async () => {
    for (const act of acts.filter(({ act: name }) => oneOfEach.includes(name))) {
      office.handed.length = 0;
      const operation = await anOperation(world.db, staff, act.act, 2, 'public');
      const payload = JSON.stringify(operation);
      await world.db.raw("select graphile_worker.add_job('announce', cast(? as json))", [payload]);
      await world.work();
      const addresses = office.handed.map(({ to }) => to.replace('@univ.example', '')).sort();
      assert.deepEqual(addresses, expected(act, 2, 'public'), act.act);
    }
  });

  const silences: [string, string, object, string][] = [
    ['« Surveiller mes propres tickets »', 'owner', { hearsOwn: false }, 'close'],
    ['« Surveiller les tickets pour lesquels je suis invité »', 'guest', { hearsInvited: false }, 'close'],
    ['« Surveiller les tickets enregistrés en signet »', 'bookmarker', { hearsBookmarked: false }, 'close'],
    ['« Recevoir les alertes d’expiration des tickets »', 'owner', { hearsExpiry: false }, 'expire'],
    ['« Activer la surveillance des tickets »', 'member9', { monitoringSuspended: true }, 'close'],
    ['« Activer la surveillance des tickets », when he handles it', 'handler9', { monitoringSuspended: true }, 'close'],
    ['« Activer la surveillance des tickets », of the service left', 'left', { monitoringSuspended: true }, 'transfer'],
  ];
  for (const [setting, login, facts, act] of silences) {
    it(`is not who has unticked ${setting}`, async () => {
      const undo = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, !value]));
      const told = async () => {
        const { ticketId, batch } = await anOperation(world.db, staff, act, 9, 'public');
        return (await audienceOf(world.db, ticketId, batch)).some(({ personId }) => logins.get(personId) === login);
      };
      assert.equal(await told(), true);
      await world.db('people').where({ login }).update(facts);
      assert.equal(await told(), false);
      await world.db('people').where({ login }).update(undo);
    });
  }

  it('hears of an invitation as of one even who wants no mail about tickets where he is a guest', async () => {
    await world.db('people').where({ login: 'invited' }).update({ hearsInvited: false });
    const { ticketId, batch } = await anOperation(world.db, staff, 'invite', 0, 'private');
    const found = (await audienceOf(world.db, ticketId, batch)).find(
      ({ personId }) => logins.get(personId) === 'invited',
    );
    assert.deepEqual([found?.emailName, found?.reason], ['invitation', 'invited']);
  });

  it('says by which line a manager was told', async () => {
    const { ticketId, batch } = await anOperation(world.db, staff, 'close', 9, 'public');
    const people = await audienceOf(world.db, ticketId, batch);
    const because = (login: string) => people.find(({ personId }) => logins.get(personId) === login)?.because;
    assert.deepEqual(because('handler9'), { line: 'handled', level: 'always' });
    assert.deepEqual(because('member9'), { line: 'any', level: 'always' });
    assert.equal(because('owner'), null);
  });
});
