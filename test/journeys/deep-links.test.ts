import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aService } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Les adresses de l’ancienne application', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let ticket: { id: number };
  before(async () => {
    world = await aWorld({
      env: {
        OUTSIDERS: 'off',
        HELP_USER_URL: 'https://guides.example/user',
        HELP_MANAGER_URL: 'https://guides.example/manager',
      },
    });
    campus = await aCampus(world.db);
    [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
    ticket = await campus.ticketOfLea();
    await world.db('services').where({ id: campus.dnum.id }).update({ legacyId: 7 });
    await world.db('categories').where({ id: campus.wifi.id }).update({ legacyId: 70 });
  });
  after(() => world.close());

  const leads = async (visitor: Visitor, query: string, at = '/') => (await visitor.get(`${at}?${query}`)).path;

  it('mènent au ticket et au formulaire de chaque action', async () => {
    const id = `ticketId=${ticket.id}`;
    const own = `/tickets/${ticket.id}`;
    assert.equal(await leads(lea, `page=ticketView&${id}`), own);
    const actions = {
      ticketTake: 'take-charge',
      ticketTakeAndClose: 'take-charge-and-close',
      ticketTakeAndRequestInformation: 'take-charge-and-request-information',
      ticketGiveInformation: 'comment',
      ticketAssign: 'assign',
      ticketClose: 'close',
      ticketApproveClosure: 'approve-closure',
      ticketRefuse: 'refuse',
      ticketFree: 'release',
      ticketReopen: 'reopen',
      ticketPostpone: 'postpone',
      ticketRefuseClosure: 'refuse-closure',
      ticketRequestInformation: 'request-information',
    };
    for (const [page, action] of Object.entries(actions))
      assert.equal(await leads(marc, `page=${page}&${id}`), `${own}/actions/${action}`);
    assert.equal((await marc.get(`/?page=ticketTake&${id}`)).status, 200);
    assert.equal(
      await leads(marc, `page=ticketTake&${id}`, '/stylesheets/welcome.faces'),
      `${own}/actions/take-charge`,
    );
    assert.equal(await leads(marc, `args=${encodeURIComponent(`page=ticketView&${id}`)}`, '/index.jsf'), own);
    assert.equal((await world.db('tickets').where(ticket).first()).status, 'free', 'a link changes nothing');
  });

  it('d’un ticket archivé mènent à le lire, et d’un ticket caché ne disent rien', async () => {
    const old = await campus.ticketOfLea({ status: 'approved', archivedAt: new Date() });
    assert.equal(await leads(lea, `page=ticketReopen&ticketId=${old.id}`), `/tickets/${old.id}`);
    const zoe = await world.visitor('zoe');
    const hidden = await zoe.get(`/?page=ticketReopen&ticketId=${old.id}`);
    const absent = await zoe.get('/?page=ticketReopen&ticketId=999999');
    assert.deepEqual(
      [hidden.status, hidden.text.replaceAll(String(old.id), 'N')],
      [404, absent.text.replaceAll('999999', 'N')],
    );
  });

  it('d’une catégorie ou d’un service qui n’est pas montré ne disent rien, pas même son nom', async () => {
    const secret = await aCategory(world.db, campus.library.id, { label: 'Zsecret', hidden: true, legacyId: 71 });
    const service = await aService(world.db, { label: 'Zcache', enabled: false, legacyId: 8 });
    for (const args of ['categoryId=71', 'categoryIdFilter=71', 'departmentId=8']) {
      const page = await lea.get(`/?page=addTicket&${args}`);
      const unknown = await lea.get('/?page=addTicket&categoryId=999');
      assert.deepEqual([page.path, page.text], [unknown.path, unknown.text], args);
    }
    assert.equal(await leads(marc, 'page=viewDepartment&departmentId=8'), '/services');
    assert.ok(secret.id > 0 && service.id > 0);
  });

  it('se suivent après la connexion', async () => {
    const visitor = await world.visitor();
    const page = await visitor.signIn('marc', { to: `/?page=ticketTake&ticketId=${ticket.id}` });
    assert.equal(page.path, `/tickets/${ticket.id}/actions/take-charge`);
  });

  it('mènent aux autres pages', async () => {
    const pages = {
      welcome: '/',
      about: '/help',
      preferences: '/preferences',
      'managerPreferences&toggleTicketReports=true': '/preferences/manager',
      controlPanel: '/tickets',
      departments: '/services',
      journal: '/journal',
      bookmarks: '/bookmarks',
      responses: '/canned-responses',
      'viewDepartment&departmentId=7': `/services/${campus.dnum.id}`,
      'addTicket&departmentId=7&categoryId=70': `/tickets/new/${campus.wifi.id}`,
      'addTicket&categoryIdFilter=70': '/tickets/new?filter=Acc%C3%A8s+au+wifi',
      'addTicket&departmentId=7': '/tickets/new?filter=Direction+du+num%C3%A9rique',
      addTicket: '/tickets/new',
      search: '/search',
    };
    for (const [page, path] of Object.entries(pages)) assert.equal(await leads(marc, `page=${page}`), path, page);
    const search = await marc.get(
      '/?page=search&tokens=wifi&exprTokens=hors+service&notTokens=vieux&orTokens=a+b&searchOwnerId=lea&searchType=archivedTickets',
    );
    assert.equal(search.value('q'), 'wifi "hors service" a OR b -vieux de:"lea" archivés:oui');
  });

  it('inconnues, mènent à l’accueil ou au choix, et le disent', async () => {
    for (const page of [
      'faq&faqId=3',
      'statistics',
      'nonsense',
      'constructor',
      'ticketView&ticketId=x',
      'ticketTake',
    ]) {
      const home = await marc.get(`/?page=${page}`);
      assert.equal(home.path, '/', page);
      assert.match(home.notices.join(), /ancienne application qui n’existe pas ici/, page);
    }
    for (const page of ['addTicket&categoryId=71', 'viewDepartment&departmentId=8'])
      assert.match((await marc.get(`/?page=${page}`)).notices.join(), /n’est pas connu ici : choisissez/, page);
    assert.deepEqual((await marc.get('/index.jsf')).path, '/');
  });

  it('le numéro d’avant se donne aux propriétés d’un service et d’une catégorie', async () => {
    const page = await marc.get(`/services/${campus.dnum.id}/properties`);
    assert.equal(page.value('legacyId'), '7');
    const changed = await marc.press(page, 'Modifier les propriétés', { legacyId: '8' });
    assert.equal(changed.status, 200);
    assert.equal(await leads(marc, 'page=viewDepartment&departmentId=8'), `/services/${campus.dnum.id}`);
  });

  it('l’aide parle à chacun selon son rôle, avec les guides de l’établissement', async () => {
    const [requester, manager, anyone] = [
      await lea.get('/help'),
      await marc.get('/help'),
      await (await world.visitor()).get('/help'),
    ];
    for (const page of [requester, anyone]) {
      assert.deepEqual(page.texts('h2'), ['Faire une demande', 'Rechercher', 'Glossaire', 'Raccourcis clavier']);
      assert.equal(page.link('Guide de l’utilisateur'), 'https://guides.example/user');
      assert.throws(() => page.link('Guide du gestionnaire'));
    }
    assert.deepEqual(manager.texts('h2').slice(0, 3), [
      'Faire une demande',
      'Traiter les tickets',
      'Administrer un service',
    ]);
    assert.equal(manager.link('Guide du gestionnaire'), 'https://guides.example/manager');
    assert.match(manager.text, /Clos \(en attente d’approbation\) Le propriétaire doit approuver/);
  });
});
