import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aPerson, aTicket } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Les services, pour qui les administre', () => {
  let world: World;
  let campus: Campus;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
  });
  after(() => world.close());

  it('un gestionnaire voit les siens, un administrateur tous, une étudiante aucun', async () => {
    const [marc, admin, lea] = await Promise.all(['marc', 'admin', 'lea'].map((login) => world.visitor(login)));
    assert.deepEqual((await marc?.get('/services'))?.texts('.rows .title'), ['DNUM']);
    assert.deepEqual((await admin?.get('/services'))?.texts('.rows .title'), ['BU', 'DNUM']);
    assert.deepEqual((await admin?.get('/services?filter=biblio'))?.texts('.rows .title'), ['BU']);
    assert.equal((await lea?.get('/services'))?.status, 403);
  });

  it('le service d’un autre n’existe pas, quel que soit l’onglet', async () => {
    const rose = await world.visitor('rose');
    for (const tab of ['', '/permanent-guests', '/redirections', '/changes'])
      assert.equal((await rose.get(`/services/${campus.dnum.id}${tab}`)).status, 404, tab);
    assert.equal((await rose.get('/services/abc')).status, 404);
  });

  it('les tickets comptés sont ceux que l’on peut ouvrir', async () => {
    const secret = await aCategory(world.db, campus.dnum.id, { confidential: true, inheritsMembers: false });
    await world.db('categoryMembers').insert({ categoryId: secret.id, personId: campus.nadia.id });
    await aTicket(world.db, { serviceId: campus.dnum.id, categoryId: secret.id, ownerId: campus.lea.id });
    await campus.ticketOfLea();
    const [marc, nadia] = await Promise.all(['marc', 'nadia'].map((login) => world.visitor(login)));
    assert.match((await marc?.get('/services'))?.text ?? '', /Tickets ouverts : 1/);
    assert.match((await nadia?.get('/services'))?.text ?? '', /Tickets ouverts : 2/);
  });
});
