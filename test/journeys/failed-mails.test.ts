import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Les courriels en échec', () => {
  let world: World;
  let campus: Campus;
  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
  });
  after(() => world.close());

  const aFailure = async () => {
    const ticket = await campus.ticketOfLea();
    const [event] = await world.db('ticketEvents').where({ ticketId: ticket.id });
    await world.db('ticketEvents').where({ id: event.id }).update({ actorId: campus.marc.id });
    await world.db('emails').insert({
      key: randomUUID(),
      name: 'ticket-created',
      reason: 'owner',
      ticketId: ticket.id,
      batch: event.batch,
      personId: campus.lea.id,
      attempts: 14,
      failedAt: new Date(),
      lastError: '550 No such user here',
    });
    return ticket;
  };

  it('se montrent aux gestionnaires du service, avec leur raison, et à eux seuls', async () => {
    const ticket = await aFailure();
    const page = await (await world.visitor('marc')).get('/mails');
    assert.match(page.text, new RegExp(`n°${ticket.id}, à Léa Martin`));
    assert.match(page.text, /550 No such user here/);
    assert.match((await (await world.visitor('rose')).get('/mails')).text, /Aucun courriel en échec/);
    assert.equal((await (await world.visitor('lea')).get('/mails')).status, 403);
  });

  it('repartent par « Renvoyer », mais pas de la main d’un autre service', async () => {
    const ticket = await aFailure();
    const { id } = await world.db('emails').where({ ticketId: ticket.id }).first();
    const marc = await world.visitor('marc');
    const page = await marc.get('/mails');
    const rose = await world.visitor('rose');
    const { _csrf = '' } = (await rose.get('/mails')).form('form[action="/sign-out"]').fields;
    assert.equal((await rose.post(`/mails/${id}/send-again`, { _csrf })).status, 404);
    await world.newMails();
    const sending = page.form(`form[action="/mails/${id}/send-again"]`);
    const again = await marc.post(sending.action, sending.fields);
    assert.match(again.$('[role="status"]').text(), /Le courriel à Léa Martin va être renvoyé/);
    assert.deepEqual(
      (await world.newMails()).map(({ to }) => to),
      ['lea@univ.example'],
    );
    assert.ok((await world.db('emails').where({ id }).first()).sentAt);
  });
});
