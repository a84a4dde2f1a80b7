import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fatesOfService } from '../../src/administration/service-removal.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aManager, aPerson, aService, aTicket } from '../support/rows.ts';
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

  const properties = () => `/services/${campus.dnum.id}/properties`;
  const press = 'Modifier les propriétés';

  it('les propriétés se modifient, et la modification se lit', async () => {
    const marc = await world.visitor('marc');
    const page = await marc.press(await marc.get(properties()), press, { help: 'Le numérique', approvalDays: '3' });
    assert.deepEqual(page.notices, ['Les propriétés du service sont modifiées.']);
    assert.equal(page.value('approvalDays'), '3');
    const log = (await marc.get(`/services/${campus.dnum.id}/changes`)).text;
    assert.match(log, /DNUM · Approbation tacite ?de « rien » à « 3 » ?Marc Nguyễn/);
  });

  it('une faute revient remplie, avec sa raison', async () => {
    const marc = await world.visitor('marc');
    const wrong = { label: 'BU', approvalDays: 'trois', monitoringEmail: 'pas une adresse', help: 'Gardé' };
    const page = await marc.press(await marc.get(properties()), press, wrong);
    assert.equal(page.status, 422);
    assert.equal(page.value('help'), 'Gardé');
    assert.match(page.reason('approvalDays'), /nombre de jours/);
    assert.match(page.reason('monitoringEmail'), /adresse électronique/);
    const taken = await marc.press(await marc.get(properties()), press, { label: 'BU' });
    assert.match(taken.reason('label'), /porte déjà ce label/);
  });

  it('sans le privilège, on lit sans modifier, même par une demande forgée', async () => {
    const paul = await world.visitor('paul');
    const page = await paul.get(properties());
    assert.equal(page.status, 200);
    assert.equal(page.$('main form[method=post]').length, 0);
    const _csrf = page.token;
    assert.equal((await paul.post(properties(), { _csrf, version: '1', label: 'Pris', longLabel: 'x' })).status, 403);
    const rose = await world.visitor('rose');
    const hers = await rose.token();
    assert.equal((await rose.post(properties(), { _csrf: hers, version: '1', label: 'Pris' })).status, 404);
    assert.equal((await world.db('services').where({ id: campus.dnum.id }).first('label')).label, 'DNUM');
  });

  it('deux à la fois : le second apprend ce qui a changé, et les deux changements demeurent', async () => {
    const [marc, nadia] = [await world.visitor('marc'), await world.visitor('nadia')];
    const [first, second] = [await marc.get(properties()), await nadia.get(properties())];
    await marc.press(first, press, { longLabel: 'Numérique et usages' });
    const told = await nadia.press(second, press, { filter: 'campus' });
    assert.equal(told.status, 409);
    assert.match(told.text, /Label long : de « Direction du numérique » à « Numérique et usages », Marc Nguyễn/);
    assert.equal(told.value('filter'), 'campus');
    assert.equal(told.value('longLabel'), 'Numérique et usages');
    assert.equal((await nadia.press(told, press)).status, 200);
    const { longLabel, filter } = await world.db('services').where({ id: campus.dnum.id }).first();
    assert.deepEqual({ longLabel, filter }, { longLabel: 'Numérique et usages', filter: 'campus' });
  });

  it('les tickets « par défaut » suivent la visibilité du service, et se referment avec elle', async () => {
    const marc = await world.visitor('marc');
    const [follows, chosen] = [await campus.ticketOfLea(), await campus.ticketOfLea({ visibility: 'private' })];
    const visible = async ({ id }: { id: number }) =>
      (await world.db('tickets').where({ id }).first('effectiveVisibility')).effectiveVisibility;
    await marc.press(await marc.get(properties()), press, { defaultVisibility: 'public' });
    assert.deepEqual([await visible(follows), await visible(chosen)], ['public', 'private']);
    await world.db('ticketEvents').where({ ticketId: follows.id }).update({ audience: 'everyone' });
    await marc.press(await marc.get(properties()), press, { defaultVisibility: '' });
    assert.equal(await visible(follows), 'private');
    const { audience } = await world.db('ticketEvents').where({ ticketId: follows.id }).first('audience');
    assert.equal(audience, 'managers-owner-guests');
  });

  it('caché à tous, un service ne se choisit plus, même par une adresse', async () => {
    const [lea, rose] = [await world.visitor('lea'), await world.visitor('rose')];
    const loans = `/tickets/new/${campus.loans.id}`;
    await rose.press(await rose.get(`/services/${campus.library.id}/properties`), press, { hidden: 'on' });
    assert.doesNotMatch((await lea.get('/tickets/new')).text, /Prêts de livres/);
    assert.equal((await lea.get(loans)).status, 404);
    await rose.press(await rose.get(`/services/${campus.library.id}/properties`), press, { hidden: '' });
    assert.equal((await lea.get(loans)).status, 200);
  });

  it('se classent, d’un cran ou tous, par les administrateurs', async () => {
    const admin = await world.visitor('admin');
    const order = async () => (await admin.get('/services')).texts('.rows .title');
    await admin.press(await admin.get('/services'), 'par intitulé court');
    assert.deepEqual(await order(), ['BU', 'DNUM']);
    const moved = await admin.press(await admin.get('/services'), 'Monter « DNUM »');
    assert.deepEqual(moved.texts('.rows .title'), ['DNUM', 'BU']);
    assert.match((await admin.get(`/services/${campus.dnum.id}/changes`)).text, /DNUM · Ordre ?de « 2 » à « 1 »/);
    await admin.press(await admin.get('/services'), 'inverser');
    assert.deepEqual(await order(), ['BU', 'DNUM']);
    await admin.press(await admin.get('/services'), 'par intitulé');
    assert.deepEqual(
      (await (await world.visitor('lea')).get('/tickets/new')).texts('.tree__name')[0],
      'Bibliothèque universitaire',
    );
    const marc = await world.visitor('marc');
    const page = await marc.get('/services');
    assert.equal(page.$('[name=move]').length, 0);
    const _csrf = String((await marc.get('/')).$('[name=_csrf]').first().val());
    assert.equal((await marc.post('/services/order', { _csrf, move: 'reverse' })).status, 403);
  });

  it('se suppriment une fois vides : la page dit ce qui l’empêche, puis ce qui part avec', async () => {
    const { db } = world;
    const admin = await world.visitor('admin');
    const doomed = await aService(db, { label: 'Ancien' });
    const path = `/services/${doomed.id}/delete`;
    const last = await aCategory(db, doomed.id, { label: 'Dernière' });
    await aManager(db, doomed.id, campus.rose.id);
    const archived = { archivedAt: new Date(), status: 'approved' } as const;
    const kept = await aTicket(db, { serviceId: doomed.id, categoryId: last.id, ownerId: campus.lea.id, ...archived });
    await aService(db, { label: 'Virtuel', redirectsTo: doomed.id });
    const rules = { conditions: [], otherwise: {}, rules: [{ name: 'Aux agents', services: [doomed.id], groups: [] }] };
    const facts = { rules: JSON.stringify({ ...rules, otherwise: { services: [] } }), done: 'x', at: new Date() };
    await db('visibilityVersions').insert({ ...facts, authorId: campus.marc.id });
    const blocked = await admin.get(path);
    for (const reason of [/tickets : 0, et 1 archivés/, /catégories : 1/, /Virtuel/, /Aux agents/])
      assert.match(blocked.text, reason);
    const _csrf = String(blocked.$('[name=_csrf]').first().val());
    assert.equal((await admin.post(path, { _csrf })).status, 409);

    await db('visibilityVersions').delete();
    await db('services').where({ label: 'Virtuel' }).delete();
    const removal = await admin.get(`/services/${doomed.id}/categories/${last.id}/delete`);
    await admin.press(removal, 'Supprimer la catégorie', { to: String(campus.loans.id) });
    const page = await admin.get(path);
    assert.match(page.text, /gestionnaires \(leurs comptes demeurent\) : 1/);
    assert.match(page.text, /y avaient été créés : 1/);
    assert.equal((await (await world.visitor('rose')).post(path, { _csrf: 'x' })).status, 403);
    const done = await admin.press(page, 'Supprimer le service');
    assert.deepEqual(done.notices, ['Le service est supprimé.']);
    assert.doesNotMatch(done.text, /Ancien/);
    const { creationServiceId } = await db('tickets').where({ id: kept.id }).first('creationServiceId');
    assert.equal(creationServiceId, campus.library.id);
  });

  it('disent ce que devient chaque référence à un service qui part', async () => {
    const found = await world.db.raw(`
      select k.conrelid::regclass || '.' || a.attname as name from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where k.contype = 'f' and k.confrelid = 'services'::regclass and k.confdeltype = 'a'`);
    const blocking = ['categories.service_id', 'services.redirects_to', 'tickets.service_id'];
    const told = [...Object.keys(fatesOfService), ...blocking].sort();
    assert.deepEqual(found.rows.map(({ name }: { name: string }) => name).sort(), told);
  });

  it('un administrateur ajoute un service, qui n’est pas activé et dit ce qui lui manque', async () => {
    const admin = await world.visitor('admin');
    const names = { label: 'SCOL', longLabel: 'Scolarité' };
    const page = await admin.press(await admin.get('/services/new'), 'Ajouter le service', names);
    assert.match(page.text, /Service SCOL ?Non activé/);
    assert.match(page.text, /Il n’a aucun gestionnaire/);
    const again = await admin.press(await admin.get('/services/new'), 'Ajouter le service', names);
    assert.equal(again.status, 422);
    assert.match(again.reason('label'), /porte déjà ce label/);
    assert.equal(again.value('longLabel'), 'Scolarité');
    assert.equal((await (await world.visitor('marc')).get('/services/new')).status, 403);
  });
});
