import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aPerson } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Un gestionnaire qui part, ou qui s’absente', () => {
  let world: World;
  let campus: Campus;
  let marc: Visitor;
  let admin: Visitor;
  let nadiaHas: { id: number }[];
  let closed: { id: number };

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', name: 'Ada Admin', admin: true });
    [marc, admin] = await Promise.all([world.visitor('marc'), world.visitor('admin')]);
  });
  after(() => world.close());

  beforeEach(async () => {
    const { dnum, nadia } = campus;
    for (const table of ['ticketWatches', 'categoryMembers']) await world.db(table).delete();
    await world.db('tickets').where({ handlerId: nadia.id }).update({ handlerId: null, status: 'cancelled' });
    await world
      .db('serviceManagers')
      .insert({ serviceId: dnum.id, personId: nadia.id, privileges: ['take-free-ticket'] })
      .onConflict()
      .ignore();
    await world.db('services').where({ id: dnum.id }).update({ assignment: null });
    const held = (facts = {}) => campus.ticketOfLea({ status: 'in-progress', handlerId: nadia.id, ...facts });
    nadiaHas = [
      await held(),
      await held({ status: 'incomplete' }),
      await held({ status: 'postponed', recallAt: new Date('2030-01-02') }),
    ];
    closed = await held({ status: 'closed', closedAt: new Date() });
    await world.newMails();
  });

  const page = (what: string) => `/services/${campus.dnum.id}/managers/${campus.nadia.id}/${what}`;
  const remove = async (fields = {}, by = marc) =>
    by.press(await by.get(page('remove')), 'Supprimer le gestionnaire', fields);
  const handlers = async () =>
    Promise.all(
      nadiaHas.map(async ({ id }) => {
        const { handlerId, status } = await world.db('tickets').where({ id }).first();
        return [handlerId, status];
      }),
    );
  const lastEntries = (action: string) =>
    world
      .db('ticketEvents')
      .whereIn(
        'ticketId',
        nadiaHas.map(({ id }) => id),
      )
      .where({ action });
  const manages = async (personId: number) =>
    (await world.db('serviceManagers').where({ serviceId: campus.dnum.id, personId }).first()) !== undefined;

  it('supprimé, ses tickets libérés : une entrée par ticket, un seul courriel par personne, les clos gardent son nom', async () => {
    await world.db('categoryMembers').insert({ categoryId: campus.wifi.id, personId: campus.nadia.id });
    await world.db('ticketWatches').insert({ ticketId: nadiaHas[0]?.id, personId: campus.nadia.id });
    const asked = await marc.get(page('remove'));
    assert.match(asked.text, /Tickets ouverts en charge3/);
    const done = await remove({ fate: 'release' });
    assert.deepEqual(done.notices, ['Nadia El Amrani n’est plus gestionnaire du service.']);
    assert.equal(await manages(campus.nadia.id), false);
    assert.deepEqual(await handlers(), [
      [null, 'free'],
      [null, 'incomplete'],
      [null, 'postponed'],
    ]);
    assert.equal((await lastEntries('take-away')).length, 3);
    const history = (await marc.get(`/tickets/${nadiaHas[0]?.id}`)).history;
    assert.ok(history.includes('Vous avez libéré le ticket (précédemment Nadia El Amrani)'), history.join('\n'));
    assert.equal((await world.db('tickets').where({ id: closed.id }).first()).handlerId, campus.nadia.id);
    assert.equal((await world.db('categoryMembers')).length, 0);
    assert.equal((await world.db('ticketWatches')).length, 0);
    const mails = await world.newMails();
    const toLea = mails.filter(({ to }) => to === 'lea@univ.example');
    assert.equal(toLea.length, 1);
    assert.equal(toLea[0]?.subject, '[assignation DNUM] Des tickets changent de gestionnaire');
    for (const { id } of nadiaHas) assert.match(toLea[0]?.text ?? '', new RegExp(`/tickets/${id}\\b`));
    assert.equal(new Set(mails.map(({ to }) => to)).size, mails.length, 'one mail each');
    assert.ok(!mails.some(({ to }) => to === 'marc@univ.example'), 'none to who did it');
    const log = (await marc.get(`/services/${campus.dnum.id}/changes`)).texts('.rows > li');
    assert.match(log[0] ?? '', /Nadia El Amrani · Ses tickets ouvertsde « rien » à « Libérer »Marc/);
  });

  it('supprimé, ses tickets ré-assignés automatiquement à d’autres que lui, ou libérés quand il n’y a personne', async () => {
    await world.db('services').where({ id: campus.dnum.id }).update({ assignment: 'first' });
    await world
      .db('serviceManagers')
      .where({ serviceId: campus.dnum.id, personId: campus.nadia.id })
      .update({ position: -1 });
    await remove({ fate: 'automatic' });
    assert.deepEqual(await handlers(), [
      [campus.marc.id, 'in-progress'],
      [campus.marc.id, 'incomplete'],
      [campus.marc.id, 'postponed'],
    ]);
    assert.equal((await lastEntries('reassign')).length, 3);
    await world.newMails();
  });

  it('supprimé sans algorithme d’assignation, la ré-assignation automatique libère', async () => {
    await remove({ fate: 'automatic' });
    assert.deepEqual(await handlers(), [
      [null, 'free'],
      [null, 'incomplete'],
      [null, 'postponed'],
    ]);
  });

  it('supprimé, ses tickets donnés à quelqu’un : il faut dire à qui, et une personne d’ailleurs est refusée', async () => {
    const refused = await remove({ fate: 'give' }, admin);
    assert.equal(refused.status, 422);
    assert.equal(refused.reason('to'), 'Choisissez qui prend ses tickets.');
    const { action, fields } = (await admin.get(page('remove'))).formOfButton('Supprimer le gestionnaire');
    const elsewhere = await admin.post(action, { ...fields, fate: 'give', to: String(campus.rose.id) });
    assert.equal(elsewhere.status, 422);
    assert.ok(await manages(campus.nadia.id));
    await admin.press(refused, 'Supprimer le gestionnaire', { to: String(campus.paul.id) });
    assert.deepEqual(
      (await handlers()).map(([handler]) => handler),
      Array(3).fill(campus.paul.id),
    );
    const mails = await world.newMails();
    const toPaul = mails.filter(({ to }) => to === 'paul@univ.example');
    assert.equal(toPaul.length, 1);
    assert.match(
      toPaul[0]?.text ?? '',
      /Ada Admin a ré-assigné le ticket à Paul Sansdroit \(précédemment Nadia El Amrani\)/,
    );
  });

  it('ce qu’il a en charge a changé depuis : rien n’est fait, la page le dit', async () => {
    const asked = await marc.get(page('remove'));
    await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.nadia.id });
    const stale = await marc.press(asked, 'Supprimer le gestionnaire', { fate: 'release' });
    assert.equal(stale.status, 409);
    assert.match(stale.text, /a changé. Rien n’a été fait/);
    assert.ok(await manages(campus.nadia.id));
  });

  it('un ticket confidentiel n’est ni montré, ni compté, ni donné à qui ne peut le lire : il est libéré', async () => {
    const secret = await aCategory(world.db, campus.dnum.id, { confidential: true, inheritsMembers: false });
    await world.db('categoryMembers').insert({ categoryId: secret.id, personId: campus.nadia.id });
    const hidden = await campus.ticketOfLea({
      categoryId: secret.id,
      status: 'in-progress',
      handlerId: campus.nadia.id,
    });
    const asked = await marc.get(page('remove'));
    assert.match(asked.text, /Tickets ouverts en charge3/);
    assert.doesNotMatch(asked.text, new RegExp(`n°${hidden.id}\\b`));
    await remove({ fate: 'give', to: String(campus.paul.id) });
    assert.equal((await world.db('tickets').where({ id: hidden.id }).first()).handlerId, null);
    const paul = (await world.newMails()).find(({ to }) => to === 'paul@univ.example');
    assert.doesNotMatch(paul?.text ?? '', new RegExp(`/tickets/${hidden.id}\\b`));
    await world.db('categories').where({ id: secret.id }).update({ confidential: false });
  });

  it('passer la main dit d’abord ce qui sera fait, sans rien faire, puis le fait', async () => {
    await world.db('categoryMembers').insert({ categoryId: campus.wifi.id, personId: campus.nadia.id });
    await world.db('ticketWatches').insert({ ticketId: nadiaHas[0]?.id, personId: campus.nadia.id });
    const form = await marc.get(page('handover'));
    const wishes = { to: String(campus.paul.id), memberships: 'replace' };
    const summary = await marc.press(form, 'Voir ce qui sera fait', wishes);
    assert.equal(summary.status, 200);
    assert.match(
      summary.text,
      /Paul Sansdroit prend en charge : n°\d+, n°\d+, n°\d+. Les tickets reportés \(1\) gardent/,
    );
    assert.match(summary.text, /Paul Sansdroit devient membre de : Accès au wifi/);
    assert.match(summary.text, /Nadia El Amrani devient indisponible/);
    assert.deepEqual(
      (await handlers()).map(([handler]) => handler),
      Array(3).fill(campus.nadia.id),
    );
    assert.deepEqual(await world.newMails(), []);
    const done = await marc.press(summary, 'Confirmer');
    assert.deepEqual(done.notices, ['La main est passée : Nadia El Amrani → Paul Sansdroit.']);
    assert.deepEqual(await handlers(), [
      [campus.paul.id, 'in-progress'],
      [campus.paul.id, 'incomplete'],
      [campus.paul.id, 'postponed'],
    ]);
    const [membership] = await world.db('categoryMembers').select('personId');
    const [watch] = await world.db('ticketWatches').select('personId');
    assert.deepEqual([membership, watch], [{ personId: campus.paul.id }, { personId: campus.paul.id }]);
    const { available } = await world.db('serviceManagers').where({ personId: campus.nadia.id }).first();
    assert.equal(available, false);
    const mails = await world.newMails();
    assert.equal(mails.filter(({ to }) => to === 'paul@univ.example').length, 1);
    assert.equal(mails.filter(({ to }) => to === 'lea@univ.example').length, 1);
  });

  it('on peut ne donner que des tickets choisis, et rien d’autre', async () => {
    const form = await marc.get(page('handover'));
    const wishes = { to: String(campus.paul.id), tickets: 'chosen', memberships: 'keep' };
    const nothing = await marc.press(form, 'Voir ce qui sera fait', wishes);
    assert.equal(nothing.reason('tickets'), 'Cochez au moins un ticket, ou choisissez « Aucun ».');
    const chosen = String(nadiaHas[1]?.id);
    const summary = await marc.press(nothing, 'Voir ce qui sera fait', { chosen });
    await marc.press(summary, 'Confirmer', { chosen });
    assert.deepEqual(
      (await handlers()).map(([handler]) => handler),
      [campus.nadia.id, campus.paul.id, campus.nadia.id],
    );
  });

  it('confirmer autre chose que ce qui était annoncé montre d’abord ce qui a changé', async () => {
    const wishes = { to: String(campus.paul.id) };
    const summary = await marc.press(await marc.get(page('handover')), 'Voir ce qui sera fait', wishes);
    const other = await marc.press(summary, 'Confirmer', { tickets: 'none' });
    assert.equal(other.status, 409);
    assert.deepEqual(
      (await handlers()).map(([handler]) => handler),
      Array(3).fill(campus.nadia.id),
    );
  });

  it('qui a quitté l’établissement est signalé, avec ses tickets ouverts ; on ne lui passe pas la main', async () => {
    await world.db('people').where({ id: campus.nadia.id }).update({ leftAt: new Date() });
    const list = await marc.get(`/services/${campus.dnum.id}`);
    assert.match(list.text, /ne sont plus dans l’annuaire :Nadia El Amrani, tickets ouverts : 3/);
    const form = await marc.follow(list, 'Passer la main');
    assert.match(form.text, /n’est plus dans l’annuaire depuis/);
    const other = await marc.get(`/services/${campus.dnum.id}/managers/${campus.paul.id}/handover`);
    assert.equal(other.$(`option[value="${campus.nadia.id}"]`).length, 0);
    await world.db('people').where({ id: campus.nadia.id }).update({ leftAt: null });
  });

  it('sans le privilège, ni l’un ni l’autre ne s’ouvre ni ne se force', async () => {
    const paul = await world.visitor('paul');
    const _csrf = await paul.token();
    for (const what of ['remove', 'handover']) {
      assert.equal((await paul.get(page(what))).status, 403);
      const forged = {
        _csrf,
        fate: 'release',
        seen: '',
        to: String(campus.paul.id),
        tickets: 'all',
        intent: 'confirm',
      };
      assert.equal((await paul.post(page(what), forged)).status, 403);
    }
    assert.ok(await manages(campus.nadia.id));
  });
});
