import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Privilege, privileges } from '../../src/services/privileges.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { registered } from '../support/registered.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

/** What opens each page of a service: a privilege, being one of its managers, or administering the installation. */
const opens: Record<string, Privilege | 'manager' | 'admin'> = {
  'get /services/:id': 'manager',
  'get /services/:id/properties': 'manager',
  'post /services/:id/properties': 'manage-properties',
  'get /services/:id/export': 'manage-properties',
  'get /services/:id/managers': 'manager',
  'get /services/:id/managers/new': 'manage-managers',
  'post /services/:id/managers/new': 'manage-managers',
  'get /services/:id/managers/order': 'manager',
  'post /services/:id/managers/order': 'manage-managers',
  'get /services/:id/managers/:person': 'manager',
  'post /services/:id/managers/:person': 'manage-managers',
  'get /services/:id/managers/:person/handover': 'manage-managers',
  'post /services/:id/managers/:person/handover': 'manage-managers',
  'get /services/:id/managers/:person/remove': 'manage-managers',
  'post /services/:id/managers/:person/remove': 'manage-managers',
  'get /services/:id/permanent-guests': 'manager',
  'post /services/:id/permanent-guests': 'manage-managers',
  'get /services/:id/permanent-guests/:person/remove': 'manager',
  'post /services/:id/permanent-guests/:person/remove': 'manage-managers',
  'get /services/:id/categories': 'manager',
  'get /services/:id/categories/new': 'manage-categories',
  'post /services/:id/categories/new': 'manage-categories',
  'get /services/:id/categories/:category': 'manager',
  'post /services/:id/categories/:category': 'manage-categories',
  'get /services/:id/categories/:category/up': 'manager',
  'post /services/:id/categories/:category/up': 'manage-categories',
  'get /services/:id/categories/:category/down': 'manager',
  'post /services/:id/categories/:category/down': 'manage-categories',
  'get /services/:id/categories/:category/members': 'manager',
  'post /services/:id/categories/:category/members': 'manage-categories',
  'get /services/:id/categories/:category/move': 'manage-categories',
  'post /services/:id/categories/:category/move': 'manage-categories',
  'get /services/:id/categories/:category/redirect': 'manage-categories',
  'post /services/:id/categories/:category/redirect': 'manage-categories',
  'get /services/:id/categories/:category/delete': 'manage-categories',
  'post /services/:id/categories/:category/delete': 'manage-categories',
  'get /services/:id/delete': 'admin',
  'post /services/:id/delete': 'admin',
  'get /services/:id/redirections': 'manager',
  'get /services/:id/changes': 'manager',
};

/** Enough of a form to reach the question of the right, and too little to be done where it matters. */
const forged = { version: '1', move: 'by-name', act: 'own', by: 'up' };

describe('Chaque page d’un service, par des requêtes forgées', () => {
  let world: World;
  let campus: Campus;
  let paul: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    paul = await world.visitor('paul');
  });
  after(() => world.close());

  const holds = (held: readonly Privilege[]) =>
    world
      .db('serviceManagers')
      .where({ personId: campus.paul.id })
      .update({ privileges: [...held] });
  const address = (route: string) =>
    route
      .replace(':id', String(campus.dnum.id))
      .replace(':person', String(campus.nadia.id))
      .replace(':category', String(campus.wifi.id));

  const statusesFor = async (visitor: Visitor) => {
    const _csrf = await visitor.token();
    const found = new Map<string, number>();
    for (const one of Object.keys(opens)) {
      const [method, route = ''] = one.split(' ');
      const path = address(route);
      const page = await (method === 'get' ? visitor.get(path) : visitor.post(path, { ...forged, _csrf }));
      found.set(one, page.status);
    }
    return found;
  };
  const opened = (statuses: ReadonlyMap<string, number>) =>
    [...statuses].filter(([, status]) => status !== 403 && status !== 404).map(([one]) => one);
  const openTo = (...rights: readonly string[]) =>
    Object.keys(opens).filter((one) => rights.includes(opens[one] ?? ''));

  const settings = () =>
    Promise.all(
      ['services', 'categories', 'serviceManagers', 'categoryMembers', 'permanentGuests'].map((table) =>
        world.db(table).orderByRaw('1, 2'),
      ),
    );

  it('toutes sont essayées', () => {
    const all = registered(world.app).filter(({ route }) => /^\/services\/:id(\/|$)/.test(route));
    assert.deepEqual(all.map(({ method, route }) => `${method} ${route}`).sort(), Object.keys(opens).sort());
  });

  it('à qui gère un autre service, elles n’existent pas', async () => {
    const before = await settings();
    const rose = await world.visitor('rose');
    const statuses = await statusesFor(rose);
    const told = [...statuses].filter(([one]) => opens[one] !== 'admin').map(([, status]) => status);
    assert.deepEqual([...new Set(told)], [404]);
    assert.deepEqual(opened(statuses), []);
    assert.deepEqual(await settings(), before);
    // her own service in the address, the category of another
    assert.equal((await rose.get(`/services/${campus.library.id}/categories/${campus.wifi.id}`)).status, 404);
  });

  it('sans aucun privilège, on lit et rien d’autre', async () => {
    await holds([]);
    const before = await settings();
    assert.deepEqual(opened(await statusesFor(paul)), openTo('manager'));
    assert.deepEqual(await settings(), before);
  });

  for (const privilege of ['manage-properties', 'manage-managers', 'manage-categories'] as const)
    it(`${privilege} ouvre les siennes, et le reste les autres`, async () => {
      await holds([privilege]);
      assert.deepEqual(opened(await statusesFor(paul)), openTo('manager', privilege));
      await holds(privileges.filter((one) => one !== privilege));
      const others = ['manage-properties', 'manage-managers', 'manage-categories'].filter((one) => one !== privilege);
      assert.deepEqual(opened(await statusesFor(paul)), openTo('manager', ...others));
    });
});
