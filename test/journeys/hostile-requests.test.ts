import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Les demandes venues d’ailleurs', () => {
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

  const replying = async (visitor: Visitor, ticket: { id: number }) =>
    (await visitor.get(`/tickets/${ticket.id}/actions/comment`)).form('#action').fields;

  it('un Host inventé n’entre dans aucun lien', async () => {
    const port = new URL(world.url).port;
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
      'x-original-url': '/evil.example',
    };
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

  it('trop d’écritures en une minute attendent, les lectures non', async () => {
    const visitor = await world.visitor('rose');
    const statuses: number[] = [];
    for (let batch = 0; batch < 7; batch++) {
      const posts = Array.from({ length: 20 }, () => visitor.post('/preferences/theme', { theme: 'dark' }));
      statuses.push(...(await Promise.all(posts)).map(({ status }) => status));
    }
    assert.ok(statuses.includes(429));
    assert.equal((await visitor.get('/tickets')).status, 200, 'reading goes on');
  });
});
