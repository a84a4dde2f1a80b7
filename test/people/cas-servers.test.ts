import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { createApp } from '../../src/app.ts';
import { openPool } from '../../src/db/pool.ts';
import { aCampus } from '../support/campus.ts';
import { dialects } from '../support/cas-dialects.ts';
import { CasServer } from '../support/cas-server.ts';
import { Navigation } from '../support/navigation.ts';
import { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const lea = {
  user: 'LMartin',
  attributes: {
    uid: ['lmartin'],
    displayName: ['Léa Martin & Cie'],
    cn: ['MARTIN Léa'],
    givenName: ['Léa'],
    sn: ['Martin'],
    mail: ['lea.martin@univ.example'],
    eduPersonAffiliation: ['member', 'student'],
    supannRefId: ['42'],
  },
};

/** A portal in front of a CAS server of this kind, for one test. */
async function withServer(
  dialect: keyof typeof dialects,
  env: Record<string, string>,
  test: (world: World, server: CasServer) => Promise<void>,
): Promise<void> {
  const server = await new CasServer(dialects[dialect]).start();
  server.signedIn = lea;
  const world = await aWorld({ env: { CAS_URL: server.url, ...env } });
  try {
    await test(world, server);
  } finally {
    await world.close();
    await server.close();
  }
}

const account = async ({ db }: World) => {
  const [person] = await db('people').select('login', 'displayName', 'mail', 'affiliations');
  return person;
};
const known = {
  login: 'lmartin',
  displayName: 'Léa Martin & Cie',
  mail: 'lea.martin@univ.example',
  affiliations: ['member', 'student'],
};
const nothingReleased = { login: 'lmartin', displayName: 'LMartin', mail: null, affiliations: [] };

describe('Signing in through the CAS servers of universities', () => {
  for (const [dialect, protocol, expected] of [
    ['apereo', '3', known],
    ['apereo', '2', nothingReleased],
    ['lemonldap', '3', known],
    ['lemonldap', '2', known],
    ['shibboleth', '3', known],
    ['pairs', '2', known],
    ['beside', '2', known],
  ] as const) {
    it(`works with ${dialect}, version ${protocol}`, () =>
      withServer(dialect, { CAS_PROTOCOL: protocol }, async (world, server) => {
        const visitor = await world.visitor();
        assert.equal((await visitor.get('/tickets')).path, '/tickets');
        assert.deepEqual(await account(world), expected);
        const prefix = protocol === '3' ? '/p3' : '';
        assert.deepEqual(
          server.validations.map(({ path, service, renew }) => ({ path, service, renew })),
          [{ path: `${prefix}/serviceValidate`, service: `${world.url}/sign-in/cas`, renew: null }],
        );
      }));
  }

  it('never tries the other version when the one configured is not there', () =>
    withServer('apereo', {}, async (world, server) => {
      server.answer = () => ({ status: 404, body: '' });
      assert.equal((await (await world.visitor()).get('/tickets')).status, 502);
      assert.deepEqual(
        server.validations.map(({ path }) => path),
        ['/p3/serviceValidate'],
      );
    }));

  it('takes login, name, mail and affiliation from the attributes that the configuration names', () =>
    withServer(
      'apereo',
      { CAS_ATTRIBUTES: 'login=supannRefId, displayName=cn, mail=mailPerso' },
      async (world, server) => {
        server.signedIn = {
          ...lea,
          attributes: { ...lea.attributes, mailPerso: ['not an address', 'lea@perso.example'] },
        };
        await (await world.visitor()).get('/tickets');
        assert.deepEqual(await account(world), {
          login: '42',
          displayName: 'MARTIN Léa',
          mail: 'lea@perso.example',
          affiliations: ['member', 'student'],
        });
      },
    ));

  it('makes the name of first name and surname when there is no other', () =>
    withServer('lemonldap', { CAS_ATTRIBUTES: 'displayName=absent' }, async (world) => {
      await (await world.visitor()).get('/tickets');
      assert.equal((await account(world))?.displayName, 'Léa Martin');
    }));

  it('opens nothing when the attribute of the login is absent, or has two values', () =>
    withServer('apereo', { CAS_ATTRIBUTES: 'login=employeeNumber' }, async (world, server) => {
      for (const values of [[], ['1', '2']]) {
        server.signedIn = { ...lea, attributes: { ...lea.attributes, employeeNumber: values } };
        const page = await (await world.visitor()).get('/tickets');
        assert.equal(page.status, 502);
      }
      assert.equal(await account(world), undefined);
    }));

  it('asks for the password each time when the configuration says so, at the form and at validation', () =>
    withServer('apereo', { CAS_RENEW: 'on' }, async (world, server) => {
      await (await world.visitor()).get('/tickets');
      assert.equal(server.logins[0]?.get('renew'), 'true');
      assert.equal(server.validations[0]?.renew, 'true');
    }));

  it('loses no text when the server is down at the wrong moment, and says so', () =>
    withServer('apereo', {}, async (world, server) => {
      const campus = await aCampus(world.db);
      server.signedIn = { user: 'lea', attributes: {} };
      const visitor = await world.visitor();
      const form = await visitor.get(`/tickets/new/${campus.wifi.id}`);
      await world.db('sessions').delete();
      server.answer = () => ({ status: 503, body: '' });
      const failed = await visitor.press(form, 'Créer le ticket', { subject: 'Panne', message: 'Un long texte' });
      assert.equal(failed.status, 502);
      assert.match(failed.text, /en panne.*Le texte que vous étiez en train d’envoyer est gardé/);
      server.answer = undefined;
      const back = await visitor.follow(failed, 'Réessayer');
      assert.equal(back.path, `/tickets/new/${campus.wifi.id}`);
      assert.deepEqual([back.value('subject'), back.value('message')], ['Panne', 'Un long texte']);
    }));
});

describe('A proxy ticket', () => {
  const portal = 'https://ent.univ.example/cas/proxy';
  const inner = 'https://tiles.univ.example/cas/proxy';
  const attempt = async (world: World, server: CasServer, chain: readonly string[]) => {
    server.chain = chain;
    return (await world.visitor()).get(`/sign-in/cas?ticket=${server.ticketFor(lea, 'PT')}`);
  };

  it('is refused as long as the configuration allows no proxy, without even asking', () =>
    withServer('apereo', {}, async (world, server) => {
      server.chain = [portal];
      const visitor = await world.visitor();
      server.signedIn = null;
      await visitor.get('/tickets');
      const page = await visitor.get(`/sign-in/cas?ticket=${server.ticketFor(lea, 'PT')}`);
      assert.equal(page.status, 403);
      assert.deepEqual(server.validations, []);
    }));

  for (const dialect of ['apereo', 'lemonldap'] as const) {
    it(`counts only if its whole chain is allowed (${dialect})`, () =>
      withServer(dialect, { CAS_PROXIES: `${portal}, ${inner}` }, async (world, server) => {
        for (const chain of [[], ['https://evil.example'], [portal, 'https://evil.example'], [`${portal}/..`]]) {
          assert.equal((await attempt(world, server, chain)).status, 403, chain.join());
        }
        assert.equal(await account(world), undefined);
        for (const chain of [[portal], [inner, portal]]) {
          assert.match((await attempt(world, server, chain)).texts('.topbar').join(), /Léa Martin/);
        }
        assert.ok(server.validations.every(({ path }) => path === '/p3/proxyValidate'));
      }));
  }

  it('does not make an ordinary ticket pass for one that went through a proxy', () =>
    withServer('apereo', { CAS_PROXIES: portal }, async (world, server) => {
      server.answer = () => ({
        body: dialects.apereo({ ...lea, version: 3, proxies: [portal] }),
      });
      assert.equal((await (await world.visitor()).get('/tickets')).status, 403);
    }));
});

describe('The gateway of public pages', () => {
  it('recognises, without a click, who is already signed in elsewhere', () =>
    withServer('apereo', { CAS_GATEWAY: 'on' }, async (world, server) => {
      const page = await new Navigation().open(`${world.url}/help?x=1`);
      assert.equal(page.url, `${world.url}/help?x=1`);
      assert.match(page.html, /Léa Martin/);
      assert.equal(server.logins[0]?.get('gateway'), 'true');
      assert.equal(server.logins[0]?.get('service'), `${world.url}/sign-in/cas`);
    }));

  it('shows the page to who is not, and does not ask twice', () =>
    withServer('apereo', { CAS_GATEWAY: 'on' }, async (world, server) => {
      server.signedIn = null;
      const browser = new Navigation();
      for (let times = 0; times < 3; times++) {
        const page = await browser.open(`${world.url}/help`);
        assert.deepEqual([page.status, page.url], [200, `${world.url}/help`]);
      }
      assert.equal(server.logins.length, 1);
      server.signedIn = lea;
      assert.doesNotMatch((await browser.open(`${world.url}/help`)).html, /Léa Martin/);
      assert.equal(
        (await browser.open(`${world.url}/tickets`)).url,
        `${world.url}/tickets`,
        'the ordinary road is open',
      );
    }));

  it('leaves programs, other pages and installations without it alone', () =>
    withServer('apereo', { CAS_GATEWAY: 'on' }, async (world, server) => {
      await (await world.visitor()).get('/help');
      await new Navigation({ mode: 'cors', dest: 'empty' }).open(`${world.url}/help`);
      await new Navigation({ dest: 'iframe' }).open(`${world.url}/help`);
      for (const path of ['/signed-out', '/nowhere', '/health/live']) await new Navigation().open(world.url + path);
      assert.equal(server.logins.length, 0);
      await withServer('apereo', {}, async (other, otherServer) => {
        assert.equal((await new Navigation().open(`${other.url}/help`)).status, 200);
        assert.equal(otherServer.logins.length, 0);
      });
    }));

  it('says what is wrong to a browser that keeps no cookie, instead of turning round', () =>
    withServer('apereo', { CAS_GATEWAY: 'on' }, async (world, server) => {
      server.signedIn = null;
      const page = await new Navigation({ keepsCookies: false }).open(`${world.url}/help`);
      assert.equal(page.status, 403);
      assert.match(page.html, /Autorisez les cookies/);
    }));
});

describe('Several web processes', () => {
  let world: World;
  let server: CasServer;
  before(async () => {
    server = await new CasServer(dialects.lemonldap).start();
    server.signedIn = lea;
    world = await aWorld({
      env: { CAS_URL: server.url, FORM_ORIGINS: 'https://idp.univ.example/sso, https://idp.other.example' },
    });
  });
  after(async () => {
    await world.close();
    await server.close();
  });

  it('end the session that another of them opened, when the CAS server says so', async () => {
    const visitor = await world.visitor();
    await visitor.get('/tickets');
    const pgPool = openPool(world.config.databaseUrl ?? '', () => {});
    const deps = { db: world.db, pgPool, config: world.config, now: () => new Date(), log: pino({ level: 'silent' }) };
    const second = createServer(await createApp(deps)).listen(0, '127.0.0.1');
    await once(second, 'listening');
    try {
      const origin = `http://localhost:${(second.address() as AddressInfo).port}`;
      const logoutRequest = `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><samlp:SessionIndex>${server.validations.at(-1)?.ticket}</samlp:SessionIndex></samlp:LogoutRequest>`;
      assert.equal((await new Visitor(origin).post('/sign-in/cas', { logoutRequest })).status, 200);
    } finally {
      second.closeAllConnections();
      second.close();
      await pgPool.end();
    }
    assert.deepEqual(await world.db('sessions').whereRaw("sess ->> 'personId' is not null"), []);
    server.signedIn = null;
    assert.match((await visitor.get('/tickets')).html, /Qui êtes-vous/);
  });

  it('let forms end at the identity provider behind the CAS server, and nowhere else', async () => {
    const policy = (await (await world.visitor()).get('/help')).response.headers.get('content-security-policy') ?? '';
    const ends = policy.split(';').find((directive) => directive.startsWith('form-action'));
    const expected = `form-action 'self' ${new URL(server.url).origin} https://idp.univ.example https://idp.other.example`;
    assert.equal(ends, expected);
  });
});
