import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const attack = [
  '<script>alert(1)</script>',
  '<img src=x onerror="alert(2)">',
  '<a href="javascript:alert(3)" onclick="alert(4)">ici</a>',
  '<iframe src="https://evil.example"></iframe><style>body{display:none}</style>',
  '<form action="https://evil.example"><input name="password"></form>',
  '<b style="position:fixed">gras</b><svg/onload=alert(5)>',
].join('');

/** Whether anything of the attack would run or load in this document. */
const dangers = (page: { html: string }) =>
  [/alert\([1-5]\)/, /onerror=/i, /onclick=/i, /javascript:/i, /evil\.example/, /onload=/i].filter((danger) =>
    danger.test(page.html.replace(/&lt;.*?&gt;/gs, '')),
  );

describe('Ce qu’on envoie de travers', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
  });
  after(() => world.close());

  const file = async (fields: Record<string, string>) =>
    lea.press(await lea.get(`/tickets/new/${campus.wifi.id}`), 'Créer le ticket', fields);
  const replying = async (visitor: Visitor, ticket: { id: number }) =>
    (await visitor.get(`/tickets/${ticket.id}/actions/comment`)).form('#action').fields;

  it('un script dans le sujet et le message est montré ou ôté, jamais exécuté, page et courriel', async () => {
    await world.newMails();
    const page = await file({ subject: '<script>alert(0)</script>"><b>x', message: attack });
    assert.equal(page.texts('h1')[0], '<script>alert(0)</script>"><b>x');
    assert.deepEqual(dangers(page), []);
    assert.equal(
      page.$('.msg .body').find('script, img, iframe, style, form, input, svg, [style], [onclick]').length,
      0,
    );
    assert.equal(page.$('.msg .body b').text(), 'gras');
    assert.equal(page.$('.msg .body a').attr('href'), undefined);
    const mails = await world.newMails();
    assert.equal(mails.length, 3);
    for (const mail of mails) {
      assert.deepEqual(dangers(mail), []);
      assert.doesNotMatch(mail.html, /<script|<iframe|<img|<form/i);
    }
    for (const list of ['/', '/tickets']) assert.doesNotMatch((await lea.get(list)).html, /<script>alert/);
  });

  it('un sujet ne glisse pas d’en-tête dans les courriels', async () => {
    await world.newMails();
    const draft = (await lea.get(`/tickets/new/${campus.wifi.id}`)).form('#new-ticket').fields;
    await lea.post(
      `/tickets/new/${campus.wifi.id}`,
      { ...draft, subject: 'Bonjour\r\nBcc: victime@evil.example\r\n\r\nCorps', message: 'x' },
      { multipart: true },
    );
    for (const mail of await world.newMails()) {
      assert.ok(mail.to.endsWith('@univ.example'));
      assert.equal(mail.header('bcc'), undefined);
      assert.match(mail.subject, /Bonjour Bcc: victime@evil\.example Corps$/);
    }
  });

  it('des champs inventés ne changent rien', async () => {
    const page = await lea.get(`/tickets/new/${campus.wifi.id}`);
    const forged = {
      ...page.form('#new-ticket').fields,
      subject: 'Champs inventés',
      message: 'x',
      status: 'approved',
      handlerId: String(campus.lea.id),
      ownerId: String(campus.zoe.id),
      owner: 'zoe',
      origin: 'phone',
      serviceId: '99',
      id: '1',
      createdAt: '2001-01-01',
      __proto__: 'x',
      'constructor[prototype][isAdmin]': 'true',
      '__proto__[isAdmin]': 'true',
    };
    await lea.post(`/tickets/new/${campus.wifi.id}`, forged, { multipart: true });
    const row = await world.db('tickets').where({ subject: 'Champs inventés' }).first();
    assert.deepEqual(
      [row.status, row.handlerId, row.ownerId, row.creatorId, row.origin, row.serviceId],
      ['free', null, campus.lea.id, campus.lea.id, 'web', campus.dnum.id],
    );
    assert.equal(({} as { isAdmin?: unknown }).isAdmin, undefined);
    const comment = {
      ...(await replying(lea, row)),
      message: 'Bonjour',
      status: 'closed',
      handlerId: '1',
      subject: 'Autre',
    };
    await lea.post(`/tickets/${row.id}/actions/comment`, comment, { multipart: true });
    const after = await world.db('tickets').where({ id: row.id }).first();
    assert.deepEqual([after.status, after.handlerId, after.subject], ['free', null, 'Champs inventés']);
  });

  it('une visibilité que l’on n’offre pas est refusée', async () => {
    const ticket = await campus.ticketOfLea();
    for (const [visitor, audience] of [
      [lea, 'managers'],
      [lea, 'everyone'],
      [marc, 'everyone'],
      [marc, 'nobody'],
    ] as const) {
      const body = { ...(await replying(visitor, ticket)), message: 'Texte', audience };
      const page = await visitor.post(`/tickets/${ticket.id}/actions/comment`, body, { multipart: true });
      assert.equal(page.status, 422, audience);
    }
    assert.equal((await world.db('ticketEvents').where({ ticketId: ticket.id })).length, 1);
  });

  it('une action qu’on ne lui offre pas est refusée à qui l’envoie quand même', async () => {
    const ticket = await campus.ticketOfLea();
    const body = { ...(await replying(lea, ticket)), message: 'x', handler: String(campus.lea.id) };
    const actions = ['take-charge', 'take-charge-and-close', 'assign', 'release', 'approve-closure', 'reopen', 'file'];
    for (const action of [...actions, '__proto__', 'constructor', 'expire']) {
      const page = await lea.post(`/tickets/${ticket.id}/actions/${action}`, body, { multipart: true });
      assert.ok([404, 409].includes(page.status), `${action}: ${page.status}`);
    }
    const row = await world.db('tickets').where({ id: ticket.id }).first();
    assert.deepEqual([row.status, row.handlerId, row.version], ['free', null, 1]);
  });

  it('on n’assigne qu’à un gestionnaire proposé', async () => {
    const ticket = await campus.ticketOfLea();
    const form = (await marc.get(`/tickets/${ticket.id}/actions/assign`)).form('#action').fields;
    for (const handler of [campus.zoe.id, campus.rose.id, campus.marc.id, 0, 'x', '']) {
      const body = { ...form, handler: String(handler) };
      const page = await marc.post(`/tickets/${ticket.id}/actions/assign`, body, { multipart: true });
      assert.equal(page.status, 422, String(handler));
    }
  });

  it('un texte d’un mégaoctet est refusé avec une page', async () => {
    const ticket = await campus.ticketOfLea();
    const long = 'a'.repeat(1_000_001);
    const body = { ...(await replying(lea, ticket)), message: long };
    for (const multipart of [true, false]) {
      const page = await lea.post(`/tickets/${ticket.id}/actions/comment`, body, { multipart });
      assert.ok([400, 413, 422].includes(page.status), String(page.status));
      assert.match(page.text, /volumineux|trop long|ne peut pas être lu/);
    }
    const fitting = await lea.post(
      `/tickets/${ticket.id}/actions/comment`,
      { ...body, message: 'a'.repeat(100_000) },
      { multipart: true },
    );
    assert.equal(fitting.status, 422);
    assert.match(fitting.reason('message'), /trop long/);
    assert.equal((await world.db('ticketEvents').where({ ticketId: ticket.id })).length, 1);
  });
});
