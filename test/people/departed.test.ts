import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { automaticAssignment } from '../../src/tickets/assignment.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Une personne qui a quitté l’établissement', () => {
  let world: World;
  let campus: Campus;
  let marc: Visitor;
  let lea: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [marc, lea] = await Promise.all([world.visitor('marc'), world.visitor('lea')]);
  });
  after(() => world.close());

  const leaves = (person: { id: number }, leftAt: Date | null = new Date()) =>
    world.db('people').where({ id: person.id }).update({ leftAt });
  const colleagues = async (ticket: { id: number }) => {
    const page = await marc.get(`/tickets/${ticket.id}/actions/assign`);
    return page.texts('select[name=handler] option');
  };

  it('n’est plus proposée quand on assigne, et l’assigner quand même est refusé', async () => {
    const ticket = await campus.ticketOfLea();
    assert.ok((await colleagues(ticket)).includes('Nadia El Amrani'));
    const page = await marc.get(`/tickets/${ticket.id}/actions/assign`);
    await leaves(campus.nadia);
    assert.ok(!(await colleagues(ticket)).includes('Nadia El Amrani'));
    const refused = await marc.press(page, 'Assigner le ticket', { handler: String(campus.nadia.id) });
    assert.equal(refused.status, 422);
    assert.equal((await world.db('tickets').where({ id: ticket.id }).first()).handlerId, null);
    await leaves(campus.nadia, null);
  });

  it('ne reçoit rien de l’assignation automatique', async () => {
    const { db } = world;
    await db('categories').where({ id: campus.wifi.id }).update({ assignment: 'first' });
    const free = { categoryId: campus.wifi.id, serviceId: campus.dnum.id, status: 'free' } as const;
    const assigned = () => db.transaction((trx) => automaticAssignment(trx, free, () => 0));
    assert.equal((await assigned())?.ticket?.handlerId, campus.marc.id);
    await leaves(campus.marc);
    assert.equal((await assigned())?.ticket?.handlerId, campus.nadia.id);
    await leaves(campus.marc, null);
    await db('categories').where({ id: campus.wifi.id }).update({ assignment: null });
  });

  it('est dite partie aux gestionnaires, propriétaire, gestionnaire ou invitée, et à eux seuls', async () => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.nadia.id });
    await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
    const said = async (visitor: Visitor, tab = '') =>
      (await visitor.get(`/tickets/${ticket.id}${tab}`)).text.match(/quitté l’établissement/g)?.length ?? 0;
    assert.equal((await said(marc)) + (await said(marc, '/guests')), 0);
    for (const person of [campus.lea, campus.nadia, campus.gil]) await leaves(person);
    assert.ok((await said(marc)) >= 2);
    assert.ok((await said(marc, '/guests')) >= 3);
    assert.equal((await said(lea)) + (await said(lea, '/guests')), 0);
    assert.match((await marc.get(`/tickets/${ticket.id}`)).text, /Nadia El Amrani \(a quitté l’établissement\)/);
  });
});
