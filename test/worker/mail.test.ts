import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { selectPerson } from '../../src/people/person.ts';
import { performAction } from '../../src/tickets/perform.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPostOffice } from '../support/post-office.ts';
import { aCategory, aManager, aPerson, aService, aTicket } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Les courriels', () => {
  let office: Awaited<ReturnType<typeof aPostOffice>>;
  let world: World;
  let campus: Campus;

  before(async () => {
    office = await aPostOffice();
    world = await aWorld({ smtpUrl: office.url });
    campus = await aCampus(world.db);
  });
  after(async () => {
    await world.close();
    await office.close();
  });
  beforeEach(() => {
    office.handed.length = 0;
    office.refuseWith = null;
    office.unknown.clear();
  });

  /** Acts as the page would, without one. */
  const act = async (ticket: { id: number }, who: { id: number }, action: string, body: object = {}) => {
    const { version } = await world.db('tickets').where({ id: ticket.id }).first('version');
    const actor = await selectPerson(world.db, who.id);
    const request = { ticketId: ticket.id, action, actor, body, version, batch: randomUUID(), now: new Date() };
    const result = await performAction(world.db, { ...request, t: (text) => text });
    assert.equal(result.kind, 'done');
    return request.batch;
  };
  const emailsOf = (ticket: { id: number }) => world.db('emails').where({ ticketId: ticket.id }).orderBy('id');
  const handedTo = () => office.handed.map(({ to }) => to).sort();
  /** As if the time of the next try had come. */
  const later = async () => {
    await world.db.raw('update graphile_worker._private_jobs set run_at = now()');
    await world.work();
  };
  const jobsLeft = async () => Number((await world.db('graphile_worker.jobs').count('* as n').first())?.n);

  it('un par personne et par opération, jamais à son auteur', async () => {
    const ticket = await campus.ticketOfLea({ handlerId: campus.marc.id, status: 'in-progress' });
    // told as handler, as guest and as manager who watches everything: once all the same
    await world.db('ticketGuests').insert([
      { ticketId: ticket.id, personId: campus.marc.id },
      { ticketId: ticket.id, personId: campus.gil.id },
    ]);
    await world.db('serviceManagers').where({ personId: campus.marc.id }).update({ monitorsAny: 'always' });
    await act(ticket, campus.lea, 'comment', { message: 'Bonjour' });
    await world.work();
    assert.deepEqual(handedTo(), [campus.gil.mail, campus.marc.mail]);
    await world.db('serviceManagers').where({ personId: campus.marc.id }).update({ monitorsAny: 'never' });
    assert.equal(await jobsLeft(), 0);
  });

  it('annoncée deux fois, une opération n’est racontée qu’une fois', async () => {
    const ticket = await campus.ticketOfLea();
    const batch = await act(ticket, campus.marc, 'take-charge');
    const payload = JSON.stringify({ ticketId: ticket.id, batch });
    for (let time = 0; time < 3; time++) {
      await world.db.raw("select graphile_worker.add_job('announce', cast(? as json))", [payload]);
    }
    await world.work();
    assert.deepEqual(handedTo(), [campus.lea.mail]);
  });

  it('le relais tombé puis revenu : rien n’est perdu, et le Message-ID est le même', async () => {
    const ticket = await campus.ticketOfLea();
    await act(ticket, campus.marc, 'take-charge');
    office.refuseWith = { code: 451, text: 'Come back later' };
    await world.work();
    const [waiting] = await emailsOf(ticket);
    assert.deepEqual([waiting.sentAt, waiting.failedAt, waiting.attempts], [null, null, 1]);
    assert.match(waiting.lastError, /Come back later/);
    assert.equal(await jobsLeft(), 1);
    office.refuseWith = null;
    await later();
    const [sent] = await emailsOf(ticket);
    assert.ok(sent.sentAt instanceof Date);
    assert.deepEqual([sent.lastError, sent.attempts], [null, 2]);
    const [first, second] = office.handed.map(({ mail }) => mail.messageId);
    assert.ok(first);
    assert.equal(second, first);
    assert.equal(await jobsLeft(), 0);
  });

  it('un relais qui ne répond pas du tout ne bloque ni n’oublie rien', async () => {
    const { openPost } = await import('../../src/mail/transport.ts');
    const { deliver } = await import('../../src/mail/deliver.ts');
    const ticket = await campus.ticketOfLea();
    await act(ticket, campus.marc, 'take-charge');
    office.refuseWith = { code: 421, text: 'Closing' };
    await world.work();
    const [mail] = await emailsOf(ticket);
    const closed = openPost('smtp://127.0.0.1:1');
    const delivery = { db: world.db, post: closed, settings: world.config, now: () => new Date() };
    await assert.rejects(deliver(delivery, mail.id, false), /ECONNREFUSED/);
    await deliver(delivery, mail.id, true);
    closed.close();
    const [failed] = await emailsOf(ticket);
    assert.ok(failed.failedAt instanceof Date, 'the last failure stays, to be seen');
    assert.match(failed.lastError, /ECONNREFUSED/);
    await later();
  });

  it('une adresse refusée n’empêche pas les autres, et reste visible', async () => {
    const service = await aService(world.db);
    const category = await aCategory(world.db, service.id);
    const people = await Promise.all(['un', 'deux', 'trois', 'quatre'].map((login) => aPerson(world.db, { login })));
    const without = await aPerson(world.db, { login: 'sans-adresse', mail: null });
    for (const { id } of [...people, without]) await aManager(world.db, service.id, id);
    office.unknown.add('deux@univ.example');
    const ticket = await aTicket(world.db, { serviceId: service.id, categoryId: category.id, ownerId: campus.lea.id });
    await world.db('tickets').where({ id: ticket.id }).update({ status: 'approved' });
    await act(ticket, campus.lea, 'reopen');
    await world.work();
    assert.deepEqual(handedTo(), ['quatre@univ.example', 'trois@univ.example', 'un@univ.example']);
    const emails = await emailsOf(ticket);
    const bad = emails.find(({ personId }) => personId === people[1]?.id);
    assert.ok(bad.failedAt instanceof Date && bad.sentAt === null);
    assert.match(bad.lastError, /No such user/);
    const dropped = emails.find(({ personId }) => personId === without.id);
    assert.equal(dropped.droppedBecause, 'no address');
    assert.equal(await jobsLeft(), 0, 'trying again would not help');
  });

  it('se suivent dans un même fil, du ticket et pas d’un autre', async () => {
    const [one, two] = [await campus.ticketOfLea(), await campus.ticketOfLea()];
    await act(one, campus.marc, 'take-charge');
    await world.work();
    await act(one, campus.marc, 'comment', { message: 'Je regarde.' });
    await act(two, campus.marc, 'take-charge');
    await world.work();
    const mails = office.handed.map(({ mail }) => mail);
    assert.equal(new Set(mails.map(({ messageId }) => messageId)).size, 3);
    const idsOf = (ticket: { id: number }) =>
      mails.filter(({ subject }) => subject?.includes(`n°${ticket.id}`)).map(({ messageId }) => messageId);
    const [first] = idsOf(one);
    const threads = mails.map(({ messageId, inReplyTo, references }) => [messageId, inReplyTo, references]);
    assert.deepEqual(
      threads.filter(([, inReplyTo]) => inReplyTo !== undefined).map(([, ...answers]) => answers),
      [[first, first]],
    );
    assert.equal(idsOf(two).length, 1);
    for (const { headers, html, text } of mails) {
      const header = (name: string) => headers.find(({ key }) => key === name)?.value;
      assert.equal(header('auto-submitted'), 'auto-generated');
      assert.ok(header('list-id'));
      assert.equal(header('list-unsubscribe'), `<${world.url}/preferences>`);
      assert.ok(html && text, 'HTML and text');
    }
  });

  it('aucun lien d’un courriel n’agit quand on l’ouvre', async () => {
    const ticket = await campus.ticketOfLea();
    await act(ticket, campus.marc, 'take-charge-and-close', { message: 'Réglé' });
    await world.work();
    const [{ mail } = assert.fail()] = office.handed;
    const links = [...(mail.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
    assert.ok(links.some((href) => href.endsWith('/actions/approve-closure')));
    const before = await world.db('tickets').where({ id: ticket.id }).first();
    const lea = await world.visitor('lea');
    for (const href of links) {
      assert.ok(href.startsWith(`${world.url}/`), href);
      assert.equal((await lea.get(href)).status, 200, href);
    }
    assert.deepEqual(await world.db('tickets').where({ id: ticket.id }).first(), before);
  });

  it('écrits au nom de qui les lit, avec ce que chacun peut faire', async () => {
    const ticket = await campus.ticketOfLea({ status: 'closed', handlerId: campus.marc.id });
    await act(ticket, campus.lea, 'refuse-closure', { message: '<p>Toujours <b>rien</b></p>' });
    await world.work();
    const [{ mail, to } = assert.fail()] = office.handed;
    assert.equal(to, campus.marc.mail);
    assert.match(mail.text ?? '', /Bonjour Marc Nguyễn, Léa Martin a refusé la clôture/);
    assert.match(mail.text ?? '', /> Toujours rien/);
    assert.match(mail.html ?? '', /Toujours <b>rien<\/b>/);
    assert.match(mail.text ?? '', new RegExp(`${world.url}/tickets/${ticket.id}`));
  });

  it('l’acte annulé n’annonce rien : le ticket et sa nouvelle vont ensemble', async () => {
    const ticket = await campus.ticketOfLea();
    const jobs = await jobsLeft();
    await assert.rejects(
      world.db.transaction(async (trx) => {
        const { announce } = await import('../../src/tickets/operation.ts');
        await announce(trx, ticket.id, randomUUID());
        throw new Error('rolled back');
      }),
      /rolled back/,
    );
    assert.equal(await jobsLeft(), jobs);
  });
});
