import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { selectPerson } from '../../src/people/person.ts';
import { performAction } from '../../src/tickets/perform.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';

const box = 'permanence@univ.example';

describe('Une boîte de surveillance additionnelle', () => {
  let world: World;
  let campus: Campus;
  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.db('services').update({ monitoringEmail: null, monitoringLevel: 'never' });
    await world.db('categories').update({ monitoringEmail: null, monitoringLevel: 'never', confidential: false });
    await world.newMails();
  });

  const watch = (table: 'services' | 'categories', id: number, level: string, address = box) =>
    world.db(table).where({ id }).update({ monitoringEmail: address, monitoringLevel: level });
  const act = async (ticket: { id: number }, who: { id: number }, action: string, body: object = {}) => {
    const actor = await selectPerson(world.db, who.id);
    const request = { ticketId: ticket.id, action, actor, body, version: null, batch: randomUUID() };
    const { kind } = await performAction(world.db, { ...request, now: new Date(), t: (text) => text });
    assert.equal(kind, 'done', action);
  };
  const received = async () => (await world.newMails()).filter(({ to }) => to === box);

  // ré-ouverture (comme une création), prise en charge, libération, commentaire sur un ticket libre
  const table: Record<string, boolean[]> = {
    never: [false, false, false, false],
    creation: [true, false, false, false],
    'creation-or-release': [true, false, true, false],
    always: [true, true, true, true],
    'creation-or-free': [true, false, true, true],
  };
  for (const [level, expected] of Object.entries(table)) {
    it(`entend au niveau « ${level} » ce que disent les guides`, async () => {
      await watch('services', campus.dnum.id, level);
      const ticket = await campus.ticketOfLea({ status: 'approved' });
      const told: boolean[] = [];
      const acts = [
        ['reopen', campus.lea],
        ['take-charge', campus.marc],
        ['release', campus.marc],
        ['comment', campus.lea],
      ] as const;
      for (const [action, who] of acts) {
        await act(ticket, who, action, action === 'comment' ? { message: 'Bonjour' } : {});
        told.push((await received()).length === 1);
      }
      assert.deepEqual(told, expected);
    });
  }

  it('ne lit que ce que lisent aussi le propriétaire et les invités, et n’agit pas', async () => {
    await watch('services', campus.dnum.id, 'always');
    const ticket = await campus.ticketOfLea({ handlerId: campus.marc.id, status: 'in-progress' });
    for (const audience of ['managers', 'managers-owner', 'managers-guests']) {
      await act(ticket, campus.marc, 'comment', { message: 'Entre nous', audience });
      assert.deepEqual(await received(), [], audience);
    }
    await act(ticket, campus.marc, 'comment', { message: 'À tous' });
    const [mail, ...more] = await received();
    assert.equal(more.length, 0);
    assert.match(mail?.text ?? '', /> À tous/);
    assert.doesNotMatch(mail?.html ?? '', /\/actions\//);
    assert.match(mail?.html ?? '', new RegExp(`${world.url}/tickets/${ticket.id}"`));
  });

  it('d’une catégorie confidentielle, n’entend que si la catégorie elle-même le veut', async () => {
    await world.db('categories').where({ id: campus.wifi.id }).update({ confidential: true });
    await watch('services', campus.dnum.id, 'always');
    const ticket = await campus.ticketOfLea();
    await act(ticket, campus.lea, 'comment', { message: 'Secret' });
    assert.deepEqual(await received(), []);
    await watch('categories', campus.wifi.id, 'always');
    await act(ticket, campus.lea, 'comment', { message: 'Encore un secret' });
    assert.equal((await received()).length, 1, 'one for the same address of the service and of the category');
  });

  it('n’entend plus rien dès qu’elle est retirée, même de ce qui attendait de partir', async () => {
    await watch('services', campus.dnum.id, 'always');
    const ticket = await campus.ticketOfLea();
    const { announce } = await import('../../src/mail/announce.ts');
    await act(ticket, campus.lea, 'comment', { message: 'Bonjour' });
    const { batch } = await world.db('ticketEvents').where({ ticketId: ticket.id, action: 'comment' }).first('batch');
    await announce(world.db, { ticketId: ticket.id, batch });
    await watch('services', campus.dnum.id, 'never');
    assert.deepEqual(await received(), []);
  });

  it('se voit dans « Surveillance du ticket » et dans les alertes, son adresse aux seuls gestionnaires', async () => {
    await watch('services', campus.dnum.id, 'always');
    const ticket = await campus.ticketOfLea();
    await act(ticket, campus.lea, 'comment', { message: 'Bonjour' });
    assert.equal((await received()).length, 1);
    const [lea, marc] = [await world.visitor('lea'), await world.visitor('marc')];
    const tab = `/tickets/${ticket.id}/watch`;
    assert.ok((await marc.get(tab)).texts('.rows > li').includes(`${box}Surveillance additionnelle, Toujours`));
    const hers = (await lea.get(tab)).texts('.rows > li');
    assert.ok(hers.includes('Une boîte aux lettres du serviceSurveillance additionnelle, Toujours'), hers.join());
    const history = (await marc.get(`/tickets/${ticket.id}?options=1`)).texts('.more').join();
    assert.match(history, /Alertes envoyées : .*permanence@univ\.example \(envoyée\)/);
    assert.doesNotMatch((await lea.get(`/tickets/${ticket.id}?options=1`)).text, /permanence@/);
  });

  it('de la catégorie qu’un ticket quitte, entend son départ ; vers un autre service, s’il est public', async () => {
    const cables = await aCategory(world.db, campus.dnum.id);
    const move = async (to: number, effectiveVisibility: 'private' | 'public') => {
      const ticket = await campus.ticketOfLea({ visibility: effectiveVisibility, effectiveVisibility });
      await act(ticket, campus.marc, 'transfer', { to: String(to), message: 'Pour vous' });
      return (await received()).length;
    };
    await watch('categories', campus.wifi.id, 'always');
    assert.equal(await move(cables.id, 'private'), 1);
    assert.equal(await move(campus.loans.id, 'private'), 0);
    assert.equal(await move(campus.loans.id, 'public'), 1);
    await watch('categories', campus.wifi.id, 'creation-or-release');
    assert.equal(await move(cables.id, 'private'), 0);
  });

  it('de tickets qu’un départ libère ensemble, reçoit un seul courriel, que montrent les alertes de chacun', async () => {
    await watch('services', campus.dnum.id, 'creation-or-release');
    const held = { status: 'in-progress', handlerId: campus.nadia.id } as const;
    const tickets = [await campus.ticketOfLea(held), await campus.ticketOfLea(held)];
    const marc = await world.visitor('marc');
    const page = await marc.get(`/services/${campus.dnum.id}/managers/${campus.nadia.id}/remove`);
    await marc.press(page, 'Supprimer le gestionnaire', { fate: 'release' });
    const [mail, ...more] = await received();
    assert.equal(more.length, 0);
    for (const { id } of tickets) {
      assert.match(mail?.text ?? '', new RegExp(`/tickets/${id}\\b`));
      const history = (await marc.get(`/tickets/${id}?options=1`)).texts('.more').join();
      for (const to of ['Léa Martin', box.replace('.', '\\.')])
        assert.match(history, new RegExp(`${to} \\(envoyée, en un courriel pour plusieurs tickets\\)`));
    }
  });
});
