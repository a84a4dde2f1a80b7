import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readConfig } from '../src/config.ts';

describe('The configuration', () => {
  const production = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://assistance.univ.example',
    DATABASE_URL: 'postgres://guichet@localhost/guichet',
    CAS_URL: 'https://cas.univ.example/cas',
    SMTP_URL: 'smtp://relay.univ.example',
    MAIL_FROM: 'Assistance <assistance@univ.example>',
    SESSION_SECRET: 'q8fXw2mZk7TtR4vLs9NcBd1YhJ6uPe3G',
  };

  it('of a production that is complete is accepted', () => {
    assert.equal(readConfig(production).publicUrl, 'https://assistance.univ.example');
  });

  it('names every variable that a production lacks', () => {
    assert.throws(
      () => readConfig({ NODE_ENV: 'production' }),
      (error: Error) =>
        ['PUBLIC_URL', 'DATABASE_URL', 'CAS_URL', 'SMTP_URL', 'MAIL_FROM', 'SESSION_SECRET'].every((name) =>
          error.message.includes(name),
        ),
    );
  });

  for (const [what, SESSION_SECRET] of [
    ['short', 'q8fXw2mZk7'],
    ['a placeholder', 'please-change-this-session-secret-now'],
    ['one letter', 'a'.repeat(40)],
  ] as const) {
    it(`refuses to start a production whose secret is ${what}`, () => {
      assert.throws(() => readConfig({ ...production, SESSION_SECRET }), /SESSION_SECRET/);
    });
  }

  it('refuses a production without https', () => {
    assert.throws(() => readConfig({ ...production, PUBLIC_URL: 'http://assistance.univ.example' }), /PUBLIC_URL/);
  });

  it('lets everything that is absent have its stand-in outside production', () => {
    const { databaseUrl, cas, smtpUrl } = readConfig({});
    assert.deepEqual({ databaseUrl, cas, smtpUrl }, { databaseUrl: null, cas: null, smtpUrl: null });
  });

  for (const [name, value] of [
    ['CAS_PROTOCOL', '1'],
    ['CAS_ATTRIBUTES', 'name=cn'],
    ['CAS_ATTRIBUTES', 'mail'],
    ['CAS_PROXIES', 'http://ent.univ.example'],
    ['CAS_GATEWAY', 'yes'],
    ['CAS_TIMEOUT_SECONDS', '0'],
    ['FORM_ORIGINS', 'idp.univ.example'],
    ['OUTSIDERS', 'maybe'],
    ['SMTP_TLS', 'yes'],
    ['SMTP_CONNECTIONS', '0'],
    ['SMTP_CA_FILE', '/nowhere/ca.pem'],
    ['MAIL_CATCH_ALL', 'nobody'],
    ['MAIL_HOURLY_CAP', '-1'],
    ['DKIM_DOMAIN', 'univ.example'],
    ['DKIM_KEY_FILE', '/nowhere/dkim.pem'],
  ] as const) {
    it(`refuses ${name}=${value}`, () => {
      assert.throws(() => readConfig({ ...production, [name]: value }), new RegExp(name));
    });
  }

  it('is strict by default: version 3, no proxy, no gateway, no outsider', () => {
    const { cas, outsiders, formOrigins } = readConfig(production);
    assert.deepEqual(
      { protocol: cas?.protocol, proxies: cas?.proxies, gateway: cas?.gateway, outsiders, formOrigins },
      { protocol: 3, proxies: [], gateway: false, outsiders: false, formOrigins: [] },
    );
  });
});
