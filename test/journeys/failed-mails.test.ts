import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { failAbandoned } from '../../src/mail/abandoned.ts';
import { askForLink } from '../../src/people/accounts/links.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Les courriels en échec', () => {
  let world: World;
  let campus: Campus;
  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
    await world.db('serviceManagers').update({ monitorsCategory: 'never', monitorsHandled: 'never' });
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
    const _csrf = await rose.token();
    assert.equal((await rose.post(`/mails/mail/${id}/send-again`, { _csrf })).status, 404);
    await world.newMails();
    const sending = page.form(`form[action="/mails/mail/${id}/send-again"]`);
    const again = await marc.post(sending.action, sending.fields);
    assert.match(again.$('[role="status"]').text(), /Le courriel à Léa Martin va être renvoyé/);
    assert.deepEqual(
      (await world.newMails()).map(({ to }) => to),
      ['lea@univ.example'],
    );
    assert.ok((await world.db('emails').where({ id }).first()).sentAt);
  });

  /** What a worker leaves that is killed in the middle of the last try of every job. */
  const killedAtTheLastTry = () =>
    world.db.raw(
      'update graphile_worker._private_jobs set attempts = max_attempts, locked_at = null, locked_by = null',
    );
  const announced = async () => {
    const { id } = await campus.ticketOfLea();
    const { batch } = await world.db('ticketEvents').where({ ticketId: id }).first('batch');
    await world.db('ticketEvents').where({ batch }).update({ actorId: campus.marc.id });
    return { ticketId: id, batch };
  };

  it('un processus tué au tout dernier essai laisse un échec visible, que « Renvoyer » répare', async () => {
    const { announce } = await import('../../src/mail/announce.ts');
    const [lost, waiting] = [await announced(), await announced()];
    await world.work();
    await announce(world.db, lost);
    await killedAtTheLastTry();
    await announce(world.db, waiting);
    assert.equal(await failAbandoned(world.db, new Date()), 1);
    assert.equal(await failAbandoned(world.db, new Date()), 0, 'once');
    const marc = await world.visitor('marc');
    const page = await marc.get('/mails');
    assert.match(page.text, new RegExp(`n°${lost.ticketId}, à Léa Martin.*Le dernier essai a été interrompu`, 's'));
    const { id } = await world.db('emails').where({ ticketId: lost.ticketId, personId: campus.lea.id }).first('id');
    await world.newMails();
    const sending = page.form(`form[action="/mails/mail/${id}/send-again"]`);
    await marc.post(sending.action, sending.fields);
    assert.deepEqual(
      (await world.newMails()).map(({ to }) => to),
      ['lea@univ.example'],
    );
  });

  it('de même d’un courriel qui attendait un récapitulatif', async () => {
    const { announce } = await import('../../src/mail/announce.ts');
    const { hold } = await import('../../src/mail/cap.ts');
    const operation = await announced();
    await announce(world.db, operation);
    const { id } = await world
      .db('emails')
      .where({ ticketId: operation.ticketId, personId: campus.lea.id })
      .first('id');
    await hold(world.db, id, new Date());
    assert.equal(await failAbandoned(world.db, new Date()), 0);
    await killedAtTheLastTry();
    await failAbandoned(world.db, new Date());
    const row = await world.db('emails').where({ id }).first();
    assert.deepEqual([row.heldAt, row.failedAt instanceof Date], [null, true]);
  });

  it('les liens des comptes et les opérations jamais annoncées se montrent aux seuls administrateurs', async () => {
    await world.work();
    await askForLink(world.db, { mail: 'ada@out.example', purpose: 'create', language: 'fr' }, new Date());
    const { ticketId, batch } = await announced();
    const payload = JSON.stringify({ ticketId, batch });
    await world.db.raw("select graphile_worker.add_job('announce', cast(? as json))", [payload]);
    await killedAtTheLastTry();
    await failAbandoned(world.db, new Date());
    assert.doesNotMatch((await (await world.visitor('marc')).get('/mails')).text, /ada@out|Personne n’a été prévenu/);
    const admin = await world.visitor('admin');
    const page = await admin.get('/mails');
    assert.match(page.text, /Lien pour ouvrir un compte\s*À ada@out\.example/);
    assert.match(page.text, new RegExp(`n°${ticketId}, .*Personne n’a été prévenu de cette opération`, 's'));
    await world.newMails();
    const renew = page.form('form[action^="/mails/account/"]');
    await admin.post(renew.action, renew.fields);
    const announce = page.form('form[action^="/mails/announcement/"]');
    const after = await admin.post(announce.action, announce.fields);
    assert.deepEqual(after.notices, ['Les courriels de cette opération vont être préparés.']);
    const told = (await world.newMails()).map(({ to }) => to).sort();
    assert.deepEqual(told, ['ada@out.example', 'lea@univ.example']);
  });
});
