import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { privilegeWords } from '../../src/services/privileges.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aPerson } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Les gestionnaires d’un service', () => {
  let world: World;
  let campus: Campus;
  let marc: Visitor;
  let nadia: Visitor;
  let service: string;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
    [marc, nadia] = await Promise.all([world.visitor('marc'), world.visitor('nadia')]);
    service = `/services/${campus.dnum.id}`;
  });
  after(() => world.close());

  const managerOf = (personId: number) =>
    world.db('serviceManagers').where({ serviceId: campus.dnum.id, personId }).first();
  const names = (page: Page) => page.texts('.managers th a');
  const changes = async () => (await marc.get(`${service}/changes`)).texts('.rows > li');
  const press = async (visitor: Visitor, path: string, button: string, fields = {}) =>
    visitor.press(await visitor.get(path), button, fields);

  it('on en ajoute un par identifiant, par adresse ou par recherche, puis on choisit ses privilèges', async () => {
    const found = await press(marc, `${service}/managers/new`, 'Rechercher', { who: 'passante' });
    assert.match(found.text, /Zoé Passante/);
    const added = await marc.press(found, 'Ajouter un gestionnaire', { who: 'zoe@univ.example' });
    assert.equal(added.path, `${service}/managers/${campus.zoe.id}`);
    assert.deepEqual(added.notices, [
      'Zoé Passante est gestionnaire du service. Choisissez ses privilèges, puis validez.',
    ]);
    const held = added
      .$('.privileges input:checked')
      .toArray()
      .map((box) => added.$(box).attr('name'));
    const no = ['manage-properties', 'manage-managers', 'set-own-availability'];
    assert.deepEqual(held, [...Object.keys(privilegeWords).filter((name) => !no.includes(name)), 'available']);
    assert.deepEqual(added.texts('.privileges label').slice(0, 11), Object.values(privilegeWords));
    assert.equal(added.value('rate'), '100');
    const saved = await marc.press(added, 'Mettre à jour le gestionnaire', { 'manage-managers': 'on', rate: '50' });
    assert.deepEqual(saved.notices, ['Zoé Passante : gestionnaire mis à jour.']);
    assert.deepEqual(saved.texts(`#manager-${campus.zoe.id} .managers__tick .visually-hidden`), ['oui', 'non', 'oui']);
    assert.equal((await managerOf(campus.zoe.id)).rate, 50);
    assert.equal(names(saved).at(-1), 'Zoé Passante');
    assert.match((await changes())[0] ?? '', /Zoé Passante · Taux de disponibilitéde « 100 » à « 50 »Marc/);
  });

  it('une personne inconnue, oubliée ou déjà gestionnaire revient avec sa raison et ce qui était tapé', async () => {
    const unknown = await press(marc, `${service}/managers/new`, 'Ajouter un gestionnaire', { who: 'nessuno' });
    assert.equal(unknown.status, 422);
    assert.match(unknown.reason('who'), /nessuno n’est pas connu/);
    assert.equal(unknown.value('who'), 'nessuno');
    assert.equal(
      (await marc.press(unknown, 'Ajouter un gestionnaire', { who: '' })).reason('who'),
      'Indiquez une personne.',
    );
    const twice = await press(marc, `${service}/managers/new`, 'Ajouter un gestionnaire', { who: 'nadia' });
    assert.equal(twice.reason('who'), 'Nadia El Amrani est déjà gestionnaire de ce service.');
  });

  it('un taux impossible revient avec sa raison, et rien n’est enregistré', async () => {
    const page = await press(marc, `${service}/managers/${campus.nadia.id}`, 'Mettre à jour le gestionnaire', {
      rate: '101',
    });
    assert.equal(page.status, 422);
    assert.equal(page.reason('rate'), 'Indiquez un nombre de 0 à 100.');
    assert.equal(page.value('rate'), '101');
    assert.equal((await managerOf(campus.nadia.id)).rate, 100);
  });

  it('deux personnes changent le même gestionnaire : la seconde apprend quoi, et ne perd rien', async () => {
    const path = `${service}/managers/${campus.paul.id}`;
    const [ofMarc, ofNadia] = [await marc.get(path), await nadia.get(path)];
    await marc.press(ofMarc, 'Mettre à jour le gestionnaire', { 'refuse-ticket': 'on' });
    const stale = await nadia.press(ofNadia, 'Mettre à jour le gestionnaire', { rate: '20' });
    assert.equal(stale.status, 409);
    assert.match(stale.text, /peut refuser un ticket : de « non » à « oui », Marc Nguyễn/);
    assert.equal(stale.value('rate'), '20');
    await nadia.press(stale, 'Mettre à jour le gestionnaire');
    const { privileges, rate } = await managerOf(campus.paul.id);
    assert.deepEqual([privileges, rate], [['refuse-ticket'], 20]);
  });

  it('on les range, un par un ou par nom', async () => {
    const page = await marc.get(service);
    const before = names(page);
    const last = page.$('.managers form').last();
    const body = Object.fromEntries(last.serializeArray().map(({ name, value }) => [name, value]));
    const up = await marc.post(`${service}/managers/order`, { ...body, move: 'up' });
    assert.deepEqual(names(up), before.with(-1, before.at(-2) ?? '').with(-2, before.at(-1) ?? ''));
    const reversed = await press(marc, service, 'inverser');
    assert.deepEqual(names(reversed), names(up).toReversed());
    const sorted = await press(marc, service, 'par nom');
    assert.deepEqual(
      names(sorted),
      before.toSorted((one, other) => one.localeCompare(other, 'fr')),
    );
    assert.match((await changes())[0] ?? '', /Ordre des gestionnaires/);
  });

  it('qui a le droit de définir sa disponibilité ne change qu’elle, et seulement la sienne', async () => {
    await world
      .db('serviceManagers')
      .where({ serviceId: campus.dnum.id, personId: campus.paul.id })
      .update({ privileges: ['set-own-availability'] });
    const paul = await world.visitor('paul');
    const own = await paul.get(`${service}/managers/${campus.paul.id}`);
    assert.equal(own.$('main [name=manage-managers]').length, 0);
    const { action, fields } = own.formOfButton('Mettre à jour le gestionnaire');
    const { available: _, ...unavailable } = fields;
    await paul.post(action, { ...unavailable, rate: '0', 'manage-managers': 'on' });
    const { privileges, available, rate } = await managerOf(campus.paul.id);
    assert.deepEqual(
      { privileges, available, rate },
      { privileges: ['set-own-availability'], available: false, rate: 0 },
    );
    const other = await paul.post(`${service}/managers/${campus.nadia.id}`, { ...fields, version: '1' });
    assert.equal(other.status, 403);
    const read = await paul.get(`${service}/managers/${campus.nadia.id}`);
    assert.equal(read.$('main form').length, 0);
    assert.match(read.text, /peut gérer les catégoriesoui/);
  });

  it('il la définit aussi parmi ses préférences, sans écraser ce qu’un autre en a fait', async () => {
    const [paul, here, id] = [await world.visitor('paul'), '/preferences/manager', campus.dnum.id];
    const save = 'Enregistrer les préférences';
    const form = await paul.get(here);
    const wrong = await paul.press(form, save, { [`rate-${id}`]: 'x', [`available-${id}`]: 'on' });
    assert.equal(wrong.status, 422);
    assert.equal(wrong.reason(`rate-${id}`), 'Indiquez un nombre de 0 à 100.');
    assert.ok(wrong.$(`[name=available-${id}]`).is(':checked'));
    await paul.press(wrong, save, { [`rate-${id}`]: '40' });
    const { available, rate } = await managerOf(campus.paul.id);
    assert.deepEqual({ available, rate }, { available: true, rate: 40 });
    assert.match((await changes())[0] ?? '', /Paul Sansdroit · Taux de disponibilitéde « 0 » à « 40 »Paul/);
    const shown = await paul.get(here);
    await press(marc, `${service}/managers/${campus.paul.id}`, 'Mettre à jour le gestionnaire', { rate: '60' });
    const stale = await paul.press(shown, save, { [`rate-${id}`]: '10' });
    assert.equal(stale.status, 409);
    assert.match(stale.text, /Taux de disponibilité : de « 40 » à « 60 », Marc Nguyễn/);
    assert.equal(stale.value(`rate-${id}`), '10');
    await paul.press(stale, save);
    assert.equal((await managerOf(campus.paul.id)).rate, 10);
    await world.db('serviceManagers').where({ personId: campus.paul.id }).update({ privileges: [] });
    const without = await paul.get(here);
    assert.equal(without.$(`[name=rate-${id}]`).length, 0);
    const { fields } = without.formOfButton(save);
    await paul.post(here, { ...fields, [`rate-${id}`]: '99', [`version-${id}`]: '4' });
    assert.equal((await managerOf(campus.paul.id)).rate, 10);
  });

  it('le passage de main s’ouvre de la liste et de la page d’une personne, pour qui gère les gestionnaires', async () => {
    await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.nadia.id });
    const hand = `${service}/managers/${campus.nadia.id}/handover`;
    assert.equal((await marc.get(service)).link('Passer la main : Nadia El Amrani'), hand);
    const panel = await marc.get(`/people/${campus.nadia.id}`);
    assert.equal((await marc.follow(panel, 'Passer la main, service DNUM')).path, hand);
    const paul = await world.visitor('paul');
    for (const path of [service, `/people/${campus.nadia.id}`])
      assert.doesNotMatch((await paul.get(path)).text, /Passer la main/);
  });

  it('le dernier disponible ne l’est plus : la page le dit, catégorie par catégorie ou pour tout le service', async () => {
    const own = await aCategory(world.db, campus.library.id, { longLabel: 'Numérisation', inheritsMembers: false });
    const extra = await aPerson(world.db, { name: 'Ana Extra' });
    await world.db('serviceManagers').insert({ serviceId: campus.library.id, personId: extra.id });
    await world.db('categoryMembers').insert({ categoryId: own.id, personId: campus.rose.id });
    const rose = await world.visitor('rose');
    const leave = async (personId: number) => {
      const page = await rose.get(`/services/${campus.library.id}/managers/${personId}`);
      const { action, fields } = page.formOfButton('Mettre à jour le gestionnaire');
      const { available: _, ...rest } = fields;
      return (await rose.post(action, rest)).notices;
    };
    assert.deepEqual((await leave(campus.rose.id)).slice(1), [
      'Plus aucun gestionnaire disponible pour : Numérisation.',
    ]);
    assert.ok((await leave(extra.id)).includes('Plus aucun gestionnaire disponible dans ce service.'));
  });

  it('le dernier qui gère les gestionnaires ne perd ce privilège qu’averti', async () => {
    const rose = await world.visitor('rose');
    const page = await rose.get(`/services/${campus.library.id}/managers/${campus.rose.id}`);
    const { action, fields } = page.formOfButton('Mettre à jour le gestionnaire');
    const { 'manage-managers': _, ...without } = fields;
    const refused = await rose.post(action, without);
    assert.equal(refused.status, 422);
    assert.match(refused.reason('lastOne'), /la dernière qui puisse gérer les gestionnaires/);
    await rose.post(action, { ...without, lastOne: 'on' });
    const own = await rose.get(`/services/${campus.library.id}/managers/${campus.rose.id}`);
    assert.equal(own.$('main [name=manage-managers]').length, 0);
  });
});

describe('Les invités permanents d’un service', () => {
  let world: World;
  let campus: Campus;
  let marc: Visitor;
  let guests: string;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    marc = await world.visitor('marc');
    guests = `/services/${campus.dnum.id}/permanent-guests`;
  });
  after(() => world.close());

  it('on en ajoute, chacun une fois, et on en retire ; tout est au journal', async () => {
    assert.match((await marc.get(guests)).text, /Aucun invité permanent/);
    const added = await marc.press(await marc.get(guests), 'Ajouter un invité permanent', { who: 'gil' });
    assert.deepEqual(added.notices, ['Gil Invité sera invité à chaque nouveau ticket du service.']);
    const again = await marc.press(added, 'Ajouter un invité permanent', { who: 'gil@univ.example' });
    assert.equal(again.status, 422);
    assert.equal(again.reason('who'), 'Gil Invité est déjà un invité permanent de ce service.');
    const searched = await marc.press(again, 'Rechercher', { who: 'rose' });
    assert.match(searched.text, /Rose D’Ailleurs/);
    assert.equal((await world.db('permanentGuests')).length, 1);
  });

  it('ils sont annoncés à qui va créer un ticket, et invités', async () => {
    const lea = await world.visitor('lea');
    const form = await lea.get(`/tickets/new/${campus.wifi.id}`);
    assert.match(form.text, /Gil Invité/);
    const made = await lea.press(form, 'Créer le ticket', { subject: 'Wifi', message: 'Bonjour' });
    const id = Number(/\d+$/.exec(made.path)?.[0]);
    assert.deepEqual(await world.db('ticketGuests').where({ ticketId: id }).select('personId'), [
      { personId: campus.gil.id },
    ]);
  });

  it('un service anonyme ne dit pas leurs noms', async () => {
    await world.db('services').where({ id: campus.dnum.id }).update({ anonymous: true });
    const lea = await world.visitor('lea');
    assert.doesNotMatch((await lea.get(`/tickets/new/${campus.wifi.id}`)).text, /Gil Invité/);
    await world.db('services').where({ id: campus.dnum.id }).update({ anonymous: false });
  });

  it('qui ne gère pas les gestionnaires les lit sans y toucher', async () => {
    const paul = await world.visitor('paul');
    const page = await paul.get(guests);
    assert.match(page.text, /Gil Invité/);
    assert.equal(page.$('main form').length, 0);
    const _csrf = page.token;
    assert.equal((await paul.post(guests, { _csrf, who: 'zoe' })).status, 403);
    assert.equal((await paul.post(`${guests}/${campus.gil.id}/remove`, { _csrf })).status, 403);
  });

  it('retiré, il n’est plus invité aux nouveaux tickets', async () => {
    const removed = await marc.press(await marc.get(guests), 'Retirer : Gil Invité');
    assert.match(removed.notices[0] ?? '', /Gil Invité n’est plus invité aux nouveaux tickets/);
    assert.equal((await world.db('permanentGuests')).length, 0);
    const log = (await marc.get(`/services/${campus.dnum.id}/changes`)).texts('.rows > li');
    assert.match(log[0] ?? '', /Gil Invité · Invité permanentde « oui » à « rien »/);
  });
});
