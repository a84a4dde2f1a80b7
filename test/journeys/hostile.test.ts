import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Page, Visitor } from '../support/visitor.ts';
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
  const idOf = (page: Page) => Number(/\/tickets\/(\d+)/.exec(page.path)?.[1]);
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

  it('un Host inventé n’entre dans aucun lien', async () => {
    const port = new URL(world.url).port;
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
      'x-original-url': '/evil.example',
    };
    const { request } = await import('node:http');
    const answer = await new Promise<{ status: number | undefined; location: string; body: string }>((resolve) => {
      request(
        { host: '127.0.0.1', port, path: '/sign-in', headers: { host: 'evil.example', ...headers } },
        (response) => {
          let body = '';
          response.on('data', (chunk) => {
            body += chunk;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode, location: response.headers.location ?? '', body }),
          );
        },
      ).end();
    });
    assert.equal(answer.status, 303);
    assert.doesNotMatch(answer.location + answer.body, /evil/);
    await world.newMails();
    const form = await lea.get(`/tickets/new/${campus.wifi.id}`);
    const body = { ...form.form('#new-ticket').fields, subject: 'Host', message: 'x' };
    const page = await lea.post(`/tickets/new/${campus.wifi.id}`, body, { multipart: true, headers });
    assert.doesNotMatch(page.html, /evil/);
    for (const mail of await world.newMails()) assert.doesNotMatch(mail.html + mail.text, /evil/);
  });

  it('une écriture venue d’un autre site est refusée', async () => {
    const ticket = await campus.ticketOfLea();
    const body = { ...(await replying(lea, ticket)), message: 'Forcé' };
    const origins: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of origins) {
      for (const multipart of [true, false]) {
        const page = await lea.post(`/tickets/${ticket.id}/actions/comment`, body, { headers, multipart });
        assert.equal(page.status, 403, JSON.stringify(headers));
      }
    }
    assert.equal((await world.db('ticketEvents').where({ ticketId: ticket.id })).length, 1);
  });

  it('sans le jeton de sa session, un formulaire n’agit pas', async () => {
    const ticket = await campus.ticketOfLea();
    const { _csrf: own, ...rest } = await replying(lea, ticket);
    const body = { ...rest, message: 'Sans jeton' };
    const other = (await replying(marc, ticket))._csrf ?? '';
    for (const token of ['', 'x', `${own}0`, other, `${campus.lea.id}.${other.split('.')[1]}`]) {
      for (const multipart of [true, false]) {
        await lea.post(`/tickets/${ticket.id}/actions/comment`, { ...body, _csrf: token }, { multipart });
        await lea.post('/sign-out', { _csrf: token });
      }
    }
    assert.equal((await world.db('ticketEvents').where({ ticketId: ticket.id })).length, 1);
    assert.equal((await lea.get('/tickets')).path, '/tickets', 'still signed in');
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

  it('des numéros qui n’en sont pas donnent une page introuvable, jamais une erreur', async () => {
    const ids = [
      'abc',
      '1.5',
      '-1',
      '0',
      '1e3',
      '99999999999999999999',
      '9007199254740991',
      '1;drop',
      '%00',
      '%F0%9F%98%80',
    ];
    for (const id of ids) {
      for (const path of [`/tickets/${id}`, `/tickets/${id}/actions/comment`, `/attachments/${id}`]) {
        const page = await lea.get(path);
        assert.ok([400, 404].includes(page.status), `${path}: ${page.status}`);
        assert.match(page.html, /<html lang="fr"/);
      }
    }
    for (const path of [
      '/tickets/%',
      '/tickets?after=9999999999999999-1',
      '/tickets?after=x&mode=y&state=z',
      '/tickets?state=a&state=b',
    ]) {
      assert.ok((await lea.get(path)).status < 500, path);
    }
    assert.equal((await lea.get('/tickets/go?number=abc')).status, 404);
    assert.equal((await lea.get(`/tickets/go?number=${'9'.repeat(400)}`)).status, 404);
  });

  it('un returnTo vers ailleurs est ignoré', async () => {
    for (const [rank, elsewhere] of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example/',
      '/\t/evil.example',
      'javascript:alert(1)',
      '/x@evil.example//',
    ].entries()) {
      const visitor = await world.visitor();
      const page = await visitor.signIn('zoe', { to: `/sign-in?returnTo=${encodeURIComponent(elsewhere)}` });
      assert.equal(new URL(page.response.url).origin, world.url, elsewhere);
      if (rank < 5) assert.equal(page.path, '/', elsewhere);
    }
    const { fields } = (await lea.get('/help')).form('form[action="/preferences/theme"]');
    const forged = Object.fromEntries(
      Object.keys(fields).map((name) => [name, name === '_csrf' ? (fields[name] ?? '') : '//evil.example']),
    );
    const page = await lea.post('/preferences/theme', { ...forged, theme: 'dark' });
    assert.equal(new URL(page.response.url).origin, world.url);
  });

  it('chaque page porte les en-têtes qui l’enferment', async () => {
    const { headers } = (await lea.get('/')).response;
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-powered-by'), null);
    assert.match(headers.get('cache-control') ?? '', /private/);
  });

  it('une seule adresse répond comme promis : les écritures trop nombreuses attendent', async () => {
    const visitor = await world.visitor('rose');
    const statuses: number[] = [];
    for (let batch = 0; batch < 4; batch++) {
      const posts = Array.from({ length: 20 }, () => visitor.post('/preferences/theme', { theme: 'dark' }));
      statuses.push(...(await Promise.all(posts)).map(({ status }) => status));
    }
    assert.ok(statuses.includes(429));
    assert.equal((await visitor.get('/tickets')).status, 200, 'reading goes on');
    assert.equal(idOf(await lea.get('/tickets/1')), 1);
  });
});
