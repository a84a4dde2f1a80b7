import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Les vues enregistrées', () => {
  let world: World;
  let campus: Campus;
  const visitors: Record<string, Visitor> = {};
  const as = (login: string) => visitors[login] as Visitor;
  const names = async (login: string) => (await as(login).get('/tickets/views')).texts('.saved .title');

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    for (const login of ['marc', 'nadia', 'rose', 'lea']) visitors[login] = await world.visitor(login);
    await campus.ticketOfLea({ subject: 'Panne' });
  });
  after(() => world.close());

  async function save(login: string, query: string, name: string, shared = 'mine') {
    const page = await as(login).get(`/tickets?${query}`);
    const form = await as(login).follow(page, 'Enregistrer cette vue…');
    return as(login).press(form, 'Enregistrer la vue', { name, shared });
  }

  it('are kept under a name, with their filters, and found again in the menu of the lists', async () => {
    const saved = await save('marc', 'mode=managed&involvement=free&sort=-priority', 'Urgences libres');
    assert.deepEqual(saved.notices, ['La vue « Urgences libres » est enregistrée.']);
    assert.equal(saved.path, '/tickets?mode=managed&state=open&involvement=free&sort=-priority');
    const page = await as('marc').follow(await as('marc').get('/tickets'), 'Urgences libres');
    assert.equal(page.path, saved.path);
    assert.match(page.text, /Vue : Urgences libres/);
  });

  it('need a name, and a service that one manages', async () => {
    const form = await as('marc').get('/tickets/views/new?mode=managed&involvement=free');
    const nameless = await as('marc').press(form, 'Enregistrer la vue', { name: '  ' });
    assert.equal(nameless.status, 422);
    assert.equal(nameless.reason('name'), 'Donnez un nom à cette vue.');
    assert.match(nameless.value('query'), /involvement=free/, 'the list is not lost');
    const elsewhere = { name: 'À la BU', shared: String(campus.library.id) };
    assert.equal((await as('marc').press(form, 'Enregistrer la vue', elsewhere)).status, 422);
  });

  it('shared, are those of the managers of the service, and of nobody else', async () => {
    await save('marc', 'mode=managed&involvement=managed&manager=me', 'À moi', String(campus.dnum.id));
    assert.deepEqual(await names('marc'), ['Urgences libres', 'À moi']);
    assert.deepEqual(await names('nadia'), ['À moi']);
    assert.deepEqual(await names('rose'), []);
    const [view] = await world.db('savedViews').where({ name: 'À moi' }).select('id');
    const [own] = await world.db('savedViews').where({ name: 'Urgences libres' }).select('id');
    for (const [login, id] of [
      ['rose', view?.id],
      ['lea', view?.id],
      ['nadia', own?.id],
      ['marc', 'x'],
    ] as const) {
      assert.equal((await as(login).get(`/tickets/views/${id}`)).status, 404);
      const _csrf = (await as(login).get('/tickets/views/new')).value('_csrf');
      for (const act of ['', '/delete', '/up', '/default'])
        assert.equal(
          (await as(login).post(`/tickets/views/${id}${act}`, { _csrf, name: 'x', shared: 'mine' })).status,
          404,
        );
    }
    const renamed = await as('nadia').press(await as('nadia').get(`/tickets/views/${view?.id}`), 'Enregistrer la vue', {
      name: 'À chacun',
    });
    assert.deepEqual(renamed.notices, ['La vue « À chacun » est enregistrée.']);
    await world.db('serviceManagers').where({ personId: campus.nadia.id }).delete();
    assert.deepEqual(await names('nadia'), [], 'who manages no more reads no more');
  });

  it('are opened by the menu when one says so, by mode, until one forgets it', async () => {
    const list = await as('marc').get('/tickets/views');
    const chosen = await as('marc').press(list, 'Ouvrir par défaut : Urgences libres');
    assert.deepEqual(chosen.notices, ['Le tableau de bord s’ouvrira sur « Urgences libres ».']);
    assert.match((await as('marc').get('/tickets')).path, /involvement=free/);
    assert.match((await as('marc').get('/tickets?mode=mine')).path, /mode=mine$/);
    const kept = await as('marc').press(
      await as('marc').get('/tickets?mode=managed&state=all&size=40'),
      'Enregistrer comme vue par défaut',
    );
    assert.match(kept.path, /state=all&size=40/);
    assert.match((await as('marc').get('/tickets?mode=managed')).path, /state=all&size=40/);
    await as('marc').press(await as('marc').get('/tickets'), 'Oublier la vue par défaut');
    assert.equal((await as('marc').get('/tickets')).path, '/tickets');
  });

  it('are put in order and deleted', async () => {
    await save('marc', 'mode=managed&state=closed', 'Clos');
    const moved = await as('marc').press(await as('marc').get('/tickets/views'), 'Monter : Clos');
    assert.deepEqual(moved.texts('.saved .title'), ['Clos', 'Urgences libres', 'À chacun']);
    const asked = await as('marc').get(moved.$('.saved li:first-child a[href$="/delete"]').attr('href') ?? '');
    const gone = await as('marc').press(asked, 'Supprimer la vue');
    assert.deepEqual(gone.texts('.saved .title'), ['Urgences libres', 'À chacun']);
  });
});
