import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const address = 'partner@elsewhere.example';

describe('Nommer quelqu’un de l’extérieur', () => {
  let world: World;
  let campus: Campus;
  let marc: Visitor;

  before(async () => {
    world = await aWorld({ env: { OUTSIDERS: 'on' } });
    campus = await aCampus(world.db);
    marc = await world.visitor('marc');
  });
  after(() => world.close());

  const outsiders = () => world.db('people').where({ kind: 'external' });
  const invite = async (ticket: { id: number }, who: string, changes: Record<string, string> = {}) =>
    marc.press(await marc.get(`/tickets/${ticket.id}/actions/invite`), 'Inviter', { who, ...changes });

  it('une adresse inconnue devient un compte, invité, qui reçoit un lien à usage unique et rien d’autre', async () => {
    const ticket = await campus.ticketOfLea({ subject: 'Accès au laboratoire' });
    await world.newMails();
    const page = await invite(ticket, address);
    assert.deepEqual(page.notices, ['Votre invitation est envoyée.']);
    const [outsider] = await outsiders();
    assert.equal(outsider.mail, address);
    assert.deepEqual(await world.db('ticketGuests').where({ ticketId: ticket.id }).select('personId'), [
      { personId: outsider.id },
    ]);
    const received = (await world.newMails()).filter(({ to }) => to === address);
    assert.equal(received.length, 1);
    assert.ok(!received[0]?.text.includes('Accès au laboratoire'));
  });

  it('un formulaire refusé pour une autre raison ne crée ni compte ni lien', async () => {
    const ticket = await campus.ticketOfLea();
    const before = (await outsiders()).length;
    const page = await invite(ticket, 'new@elsewhere.example, personne.du.tout');
    assert.equal(page.status, 422);
    assert.match(page.reason('who'), /personne\.du\.tout n’est pas connu/);
    assert.equal((await outsiders()).length, before);
    assert.ok((await world.newMails()).every(({ to }) => to !== 'new@elsewhere.example'));
  });

  it('il peut devenir propriétaire, et le propriétaire d’un ticket que l’on dépose pour lui', async () => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
    const form = await marc.get(`/tickets/${ticket.id}/actions/change-owner`);
    await marc.press(form, 'Changer le propriétaire', { owner: address });
    const [outsider] = await outsiders();
    assert.equal((await world.db('tickets').where({ id: ticket.id }).first('ownerId')).ownerId, outsider.id);
    const filing = await marc.get(`/tickets/new/${campus.wifi.id}`);
    await marc.press(filing, 'Créer le ticket', { subject: 'Pour un autre', message: 'Bonjour', owner: address });
    const filed = await world.db('tickets').where({ subject: 'Pour un autre' }).first();
    assert.deepEqual([filed.ownerId, filed.creatorId], [outsider.id, campus.marc.id]);
    assert.equal((await outsiders()).length, 1);
  });
});

describe('Sans comptes extérieurs', () => {
  it('une adresse inconnue est refusée, avec sa raison', async () => {
    const world = await aWorld();
    const campus = await aCampus(world.db);
    const marc = await world.visitor('marc');
    const ticket = await campus.ticketOfLea();
    const form = await marc.get(`/tickets/${ticket.id}/actions/invite`);
    const page = await marc.press(form, 'Inviter', { who: address });
    assert.match(page.reason('who'), /n’est pas connu/);
    assert.equal((await world.db('people').where({ kind: 'external' })).length, 0);
    await world.close();
  });
});
