import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { selectPerson } from '../../src/people/person.ts';
import { performAction } from '../../src/tickets/perform.ts';
import { aCampus, type Campus } from '../support/campus.ts';
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
    await act(ticket, campus.lea, 'comment', { message: 'Secret' });
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
});
