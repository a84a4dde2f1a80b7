import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aManager, aService } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Les catégories d’un service', () => {
  let world: World;
  let campus: Campus;
  let tree: string;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    tree = `/services/${campus.dnum.id}/categories`;
  });
  after(() => world.close());

  const category = (id: number) => world.db('categories').where({ id }).first();
  const labels = async () => {
    const { texts } = await (await world.visitor('marc'))
      .get(tree)
      .then((page) => ({ texts: page.texts('.cats .title') }));
    return texts;
  };

  it('s’ajoutent à leur place, et se montent et se descendent', async () => {
    const marc = await world.visitor('marc');
    const names = { label: 'Postes', longLabel: 'Postes de travail' };
    await marc.press(await marc.get(`${tree}/new`), 'Ajouter la catégorie', names);
    const postes = await world.db('categories').where({ label: 'Postes' }).first();
    const under = { label: 'Écrans', longLabel: 'Écrans', closesParent: 'on' };
    await marc.press(await marc.get(`${tree}/new?parent=${postes.id}`), 'Ajouter la catégorie', under);
    assert.deepEqual(await labels(), ['Wifi', 'Postes', 'Écrans']);
    assert.equal((await category(postes.id)).acceptsTickets, false);
    await marc.press(await marc.get(tree), 'Monter « Postes »');
    assert.deepEqual(await labels(), ['Postes', 'Écrans', 'Wifi']);
    const log = (await marc.get(`/services/${campus.dnum.id}/changes`)).text;
    assert.match(log, /Postes · Ordre ?de « 2 » à « 1 » ?Marc Nguyễn/);
  });

  it('une faute revient remplie, avec sa raison', async () => {
    const marc = await world.visitor('marc');
    const page = await marc.press(await marc.get(`${tree}/new`), 'Ajouter la catégorie', { longLabel: 'Gardé' });
    assert.equal(page.status, 422);
    assert.equal(page.value('longLabel'), 'Gardé');
    const settings = await marc.press(await marc.get(`${tree}/${campus.wifi.id}`), 'Modifier les propriétés', {
      approvalDays: 'trois',
      help: 'Gardée',
    });
    assert.equal(settings.status, 422);
    assert.equal(settings.value('help'), 'Gardée');
    assert.match(settings.reason('approvalDays'), /nombre de jours/);
  });

  it('montrent ce qu’elles héritent, et se modifient sans écraser ce qu’un autre vient de changer', async () => {
    await world.db('services').where({ id: campus.dnum.id }).update({ defaultPriority: 4 });
    const [marc, nadia] = [await world.visitor('marc'), await world.visitor('nadia')];
    const page = await marc.get(`${tree}/${campus.wifi.id}`);
    assert.ok(
      page.texts('#field-defaultPriority option').some((text) => /^par défaut \(.lev/.test(text)),
      page.text,
    );
    const second = await nadia.get(`${tree}/${campus.wifi.id}`);
    await marc.press(page, 'Modifier les propriétés', { help: 'Dans tous les bâtiments' });
    const told = await nadia.press(second, 'Modifier les propriétés', { approvalDays: '5' });
    assert.equal(told.status, 409);
    assert.equal(told.value('approvalDays'), '5');
    assert.equal(told.value('help'), 'Dans tous les bâtiments');
    await nadia.press(told, 'Modifier les propriétés');
    const { help, approvalDays } = await category(campus.wifi.id);
    assert.deepEqual({ help, approvalDays }, { help: 'Dans tous les bâtiments', approvalDays: 5 });
  });

  it('confidentielle seulement si le service l’autorise', async () => {
    const marc = await world.visitor('marc');
    const page = await marc.get(`${tree}/${campus.wifi.id}`);
    assert.equal(page.$('[name=confidential]').length, 0);
    const { action, fields } = page.formOfButton('Modifier les propriétés');
    await marc.post(action, { ...fields, confidential: 'on' });
    assert.equal((await category(campus.wifi.id)).confidential, false);
  });

  it('devenue confidentielle, une catégorie garde ses tickets pour ses membres', async () => {
    await world.db('services').where({ id: campus.dnum.id }).update({ confidentialAllowed: true });
    const secret = await aCategory(world.db, campus.dnum.id, { inheritsMembers: false });
    await world.db('categoryMembers').insert({ categoryId: secret.id, personId: campus.marc.id });
    const facts = { categoryId: secret.id, visibility: 'public', effectiveVisibility: 'public' } as const;
    const held = await campus.ticketOfLea({ ...facts, status: 'in-progress', handlerId: campus.nadia.id });
    await world.db('ticketEvents').where({ ticketId: held.id }).update({ audience: 'everyone' });
    const marc = await world.visitor('marc');
    await marc.press(await marc.get(`${tree}/${secret.id}`), 'Modifier les propriétés', { confidential: 'on' });
    const { status, handlerId } = await world.db('tickets').where({ id: held.id }).first('status', 'handlerId');
    assert.deepEqual({ status, handlerId }, { status: 'free', handlerId: null });
    const { audience } = await world.db('ticketEvents').where({ ticketId: held.id }).first('audience');
    assert.equal(audience, 'managers-owner-guests');
    await world.db('services').where({ id: campus.dnum.id }).update({ confidentialAllowed: false });
  });

  it('leurs membres se choisissent parmi les gestionnaires du service', async () => {
    const marc = await world.visitor('marc');
    const path = `${tree}/${campus.wifi.id}/members`;
    const empty = await marc.press(await marc.get(path), 'Ne plus hériter les membres');
    assert.match(empty.text, /n’a aucun membre/);
    const all = await marc.press(empty, 'Ajouter tous les gestionnaires');
    assert.deepEqual(all.texts('.rows .grow').toSorted(), ['Marc Nguyễn', 'Nadia El Amrani', 'Paul Sansdroit']);
    const _csrf = all.token;
    const forged = await marc.post(path, { _csrf, act: 'add', person: String(campus.rose.id) });
    assert.doesNotMatch(forged.text, /Rose/);
    const inherited = await marc.press(forged, 'Hériter les membres');
    assert.match(inherited.text, /hérités/);
    assert.equal((await world.db('categoryMembers').where({ categoryId: campus.wifi.id })).length, 0);
  });

  it('se déplacent dans un autre service avec leurs tickets, sans courriel', async () => {
    const annex = await aService(world.db, { label: 'Annexe' });
    await aManager(world.db, annex.id, campus.marc.id);
    await world.db('permanentGuests').insert({ serviceId: annex.id, personId: campus.gil.id });
    const moved = await aCategory(world.db, campus.dnum.id, { label: 'Mobile' });
    const below = await aCategory(world.db, campus.dnum.id, { label: 'Dessous', parentId: moved.id });
    const held = await campus.ticketOfLea({ categoryId: below.id, status: 'in-progress', handlerId: campus.nadia.id });
    await world.newMails();
    const marc = await world.visitor('marc');
    const page = await marc.press(await marc.get(`${tree}/${moved.id}/move`), 'Déplacer la catégorie', {
      place: `service:${annex.id}`,
    });
    assert.deepEqual(page.notices, ['La catégorie est déplacée.']);
    const ticket = await world.db('tickets').where({ id: held.id }).first();
    const { serviceId, handlerId, status } = ticket;
    assert.deepEqual({ serviceId, handlerId, status }, { serviceId: annex.id, handlerId: null, status: 'free' });
    assert.deepEqual(await world.newMails(), []);
    const history = (await marc.get(`/tickets/${held.id}`)).history.join(' ');
    assert.match(history, /Gil Invité à la liste des invités.*libéré le ticket.*Catégorie \d+ \(Annexe\)/);
    assert.equal((await (await world.visitor('gil')).get(`/tickets/${held.id}`)).status, 200);
    // not to a service whose categories one does not manage
    const { action, fields } = (await marc.get(`/services/${annex.id}/categories/${moved.id}/move`)).formOfButton(
      'Déplacer la catégorie',
    );
    const refused = await marc.post(action, { ...fields, place: `service:${campus.library.id}` });
    assert.equal(refused.status, 422);
  });

  it('se redirigent sans boucle, leurs tickets avec elles', async () => {
    const [first, second] = [
      await aCategory(world.db, campus.dnum.id, { label: 'Une' }),
      await aCategory(world.db, campus.dnum.id, { label: 'Deux' }),
    ];
    const ticket = await campus.ticketOfLea({ categoryId: first.id });
    const marc = await world.visitor('marc');
    await marc.press(await marc.get(`${tree}/${first.id}/redirect`), 'Rediriger la catégorie', {
      to: String(second.id),
    });
    assert.equal((await world.db('tickets').where({ id: ticket.id }).first()).categoryId, second.id);
    const loop = await marc.press(await marc.get(`${tree}/${second.id}/redirect`), 'Rediriger la catégorie', {
      to: String(first.id),
    });
    assert.equal(loop.status, 422);
    assert.match(loop.reason('to'), /Boucle de redirection détectée : Deux → Une → Deux/);
    const blocked = await marc.press(await marc.get(`${tree}/${second.id}/delete`), 'Supprimer la catégorie');
    assert.match(blocked.reason('to'), /DNUM › Une/);
  });

  it('redirigées, elles et leurs services se proposent sous leur nom et mènent à leur cible', async () => {
    const virtual = {
      label: 'Virtuelle',
      longLabel: 'Réseau sans fil',
      redirectsTo: campus.wifi.id,
      acceptsTickets: false,
    };
    const { id } = await aCategory(world.db, campus.dnum.id, virtual);
    await aService(world.db, { label: 'CRI', longLabel: 'Centre informatique', redirectsTo: campus.dnum.id });
    const lea = await world.visitor('lea');
    const page = await lea.get('/tickets/new');
    assert.ok(page.texts('.tree__name').includes('Centre informatique'));
    const link = page.$('a.leaf').filter((_, element) => page.$(element).text().includes('Réseau sans fil'));
    assert.equal(link.first().attr('href'), `/tickets/new/${campus.wifi.id}`);
    const words = { subject: 'Par un lien', message: 'Vers une catégorie redirigée' };
    await lea.press(await lea.get(`/tickets/new/${id}`), 'Créer le ticket', words);
    const filed = await world.db('tickets').where({ subject: words.subject }).first('categoryId');
    assert.equal(filed.categoryId, campus.wifi.id);
    await world.db('categories').where({ id: campus.wifi.id }).update({ hidden: true });
    assert.doesNotMatch((await lea.get('/tickets/new')).text, /Réseau sans fil/);
    assert.equal((await lea.get(`/tickets/new/${id}`)).status, 404);
    await world.db('categories').where({ id: campus.wifi.id }).update({ hidden: false });
  });

  it('cachées aux comptes d’ici, elles ne se choisissent pas, même par leur adresse', async () => {
    const zoe = await world.visitor('zoe');
    const below = await aCategory(world.db, campus.library.id, { label: 'Nouveautés', parentId: campus.loans.id });
    await world.db('categories').where({ id: campus.loans.id }).update({ hiddenFromExternals: true });
    const filing = async () => (await zoe.get(`/tickets/new/${below.id}`)).status;
    assert.equal(await filing(), 200);
    await world.db('people').where({ id: campus.zoe.id }).update({ kind: 'external', login: null });
    assert.equal(await filing(), 404);
    assert.doesNotMatch((await zoe.get('/tickets/new')).text, /Prêts de livres/);
  });

  it('se suppriment une fois leurs tickets placés ailleurs', async () => {
    const doomed = await aCategory(world.db, campus.dnum.id, { label: 'Périmée' });
    const ticket = await campus.ticketOfLea({ categoryId: doomed.id });
    const marc = await world.visitor('marc');
    const form = await marc.get(`${tree}/${doomed.id}/delete`);
    const refused = await marc.press(form, 'Supprimer la catégorie');
    assert.match(refused.reason('to'), /Elle a des tickets/);
    await marc.press(refused, 'Supprimer la catégorie', { to: String(campus.wifi.id) });
    assert.equal(await category(doomed.id), undefined);
    assert.equal((await world.db('tickets').where({ id: ticket.id }).first()).categoryId, campus.wifi.id);
    assert.match((await marc.get(`/tickets/${ticket.id}`)).history.join(' '), new RegExp(doomed.longLabel));
  });
});
