import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfig } from '../../src/config.ts';
import { isPermanent, openPost, type Parcel } from '../../src/mail/transport.ts';
import { aCampus } from '../support/campus.ts';
import { aPostOffice } from '../support/post-office.ts';
import { aPerson } from '../support/rows.ts';
import { aWorld } from '../support/world.ts';

const skip = existsSync('/usr/bin/openssl') ? false : 'there is no openssl here to make a certificate';

const login = { user: 'guichet', password: 'p@ss: w/rd' };
const named = { SMTP_USER: login.user, SMTP_PASSWORD: login.password };

const parcel = (n = 1): Parcel => ({
  from: 'Assistance <assistance@univ.example>',
  to: { name: 'Léa', address: 'lea@univ.example' },
  subject: `Essai ${n}`,
  html: '<p>Bonjour</p>',
  text: 'Bonjour',
  messageId: `<essai.${n}@univ.example>`,
  headers: {},
});

describe('Le relais de courriel', { skip }, () => {
  let dir: string;
  let certificate: { key: string; cert: string };
  const file = (name: string) => path.join(dir, name);

  before(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'guichet-smtp-'));
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const made = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-keyout',
      file('key'),
      '-out',
      file('crt'),
    ];
    execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' });
    certificate = { key: readFileSync(file('key'), 'utf8'), cert: readFileSync(file('crt'), 'utf8') };
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  type Office = Awaited<ReturnType<typeof aPostOffice>>;
  /** Sends as the worker would with these variables; answers the error, if there was one. */
  const send = async (office: Office, env: Record<string, string>, count = 1) => {
    const { smtpUrl, sending } = readConfig({ SMTP_URL: office.url, ...env });
    const post = openPost(smtpUrl ?? '', sending);
    try {
      await Promise.all(Array.from({ length: count }, (_, n) => post.send(parcel(n))));
      return null;
    } catch (error) {
      return error as Error;
    } finally {
      post.close();
      await office.close();
    }
  };
  const secured = { SMTP_CA_FILE: '' };
  before(() => {
    secured.SMTP_CA_FILE = file('crt');
  });

  it('qui offre STARTTLS est chiffré de lui-même, et connaît qui écrit', async () => {
    const office = await aPostOffice({ certificate, login });
    assert.equal(await send(office, { ...secured, ...named }), null);
    assert.deepEqual(
      office.handed.map(({ encrypted, user }) => [encrypted, user]),
      [[true, login.user]],
    );
  });

  it('en smtps:// l’est du premier mot, le nom et le mot de passe pris dans l’adresse', async () => {
    const office = await aPostOffice({ certificate, login, secure: true });
    const written = `${login.user}:${encodeURIComponent(login.password)}@`;
    assert.equal(await send(office, { ...secured, SMTP_URL: office.url.replace('//', `//${written}`) }), null);
    assert.deepEqual(
      office.handed.map(({ encrypted, user }) => [encrypted, user]),
      [[true, login.user]],
    );
  });

  it('« ignore » ne chiffre pas, même si le relais l’offre', async () => {
    const office = await aPostOffice({ certificate });
    assert.equal(await send(office, { SMTP_TLS: 'ignore' }), null);
    assert.deepEqual(
      office.handed.map(({ encrypted }) => encrypted),
      [false],
    );
  });

  const refusals: [string, () => Promise<Office>, () => Record<string, string>, RegExp][] = [
    [
      'dont personne ne répond du certificat est refusé',
      () => aPostOffice({ certificate }),
      () => ({}),
      /self-signed certificate/,
    ],
    ['en smtps:// aussi', () => aPostOffice({ certificate, secure: true }), () => ({}), /self-signed certificate/],
    [
      'qui ne chiffre pas est refusé par « require »',
      () => aPostOffice(),
      () => ({ SMTP_TLS: 'require' }),
      /STARTTLS|TLS/,
    ],
    [
      'qui refuse le mot de passe',
      () => aPostOffice({ certificate, login }),
      () => ({ ...secured, ...named, SMTP_PASSWORD: 'faux' }),
      /Invalid login: 535 Authentication failed/,
    ],
    [
      'qui veut un nom et n’en a pas',
      () => aPostOffice({ certificate, login }),
      () => secured,
      /530|[Aa]uthentication/,
    ],
  ];
  for (const [what, open, env, reason] of refusals) {
    it(`${what} : rien ne part, et c’est à essayer de nouveau`, async () => {
      const office = await open();
      const error = await send(office, env());
      assert.match(error?.message ?? 'sent', reason);
      assert.equal(isPermanent(error), false);
      assert.deepEqual(office.handed, []);
    });
  }

  it('ne voit pas plus de connexions qu’il n’est dit', async () => {
    const office = await aPostOffice();
    assert.equal(await send(office, { SMTP_CONNECTIONS: '2' }, 20), null);
    assert.deepEqual([office.handed.length, office.mostOpen], [20, 2]);
  });

  it('reçoit des courriels signés quand une clé est donnée', async () => {
    const office = await aPostOffice();
    const dkim = { DKIM_DOMAIN: 'univ.example', DKIM_SELECTOR: 'guichet', DKIM_KEY_FILE: file('key') };
    assert.equal(await send(office, dkim), null);
    const signature = office.handed[0]?.mail.headers.find(({ key }) => key === 'dkim-signature')?.value ?? '';
    assert.match(signature, /a=rsa-sha256;.*d=univ\.example;.*s=guichet;.*bh=[\w+/=]+;/s);
  });

  it('qui refuse le mot de passe se voit aussitôt des administrateurs, et rien n’est perdu', async (t) => {
    const office = await aPostOffice({ certificate, login });
    const world = await aWorld({ smtpUrl: office.url, env: { ...secured, ...named, SMTP_PASSWORD: 'faux' } });
    t.after(async () => {
      await world.close();
      await office.close();
    });
    const campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
    const ticket = await campus.ticketOfLea();
    const [marc, admin] = [await world.visitor('marc'), await world.visitor('admin')];
    await marc.press(await marc.get(`/tickets/${ticket.id}/actions/take-charge`), 'Prendre en charge le ticket');
    await world.work();
    const page = await admin.get('/mails');
    assert.match(page.text, /1 courriel n’a pas pu partir encore.*Dernière erreur : Invalid login: 535/);
    assert.doesNotMatch((await marc.get('/mails')).text, /pas pu partir encore/);
    const tried = await admin.press(await admin.get('/administration/utilities'), 'M’envoyer un courriel d’essai');
    assert.match(tried.text, /535 Authentication failed/, 'the test mail leaves by the same settings');
  });
});
