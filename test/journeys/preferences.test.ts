import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Thème, langue et état de santé', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    lea = await world.visitor('lea');
  });
  after(() => world.close());

  const themeOf = (page: Page) => page.$('html').attr('data-bs-theme') ?? 'auto';

  it('le thème se choisit sans quitter la page, et reste', async () => {
    const dark = await lea.press(await lea.get('/tickets?state=closed'), 'Sombre');
    assert.equal(dark.path, '/tickets?state=closed');
    assert.equal(themeOf(dark), 'dark');
    assert.equal(themeOf(await lea.get('/help')), 'dark');
    assert.equal(themeOf(await lea.press(dark, 'Automatique')), 'auto');
  });

  it('la langue se choisit, reste, et vaut pour les courriels', async () => {
    const english = await lea.press(await lea.get('/'), 'English');
    assert.equal(english.$('html').attr('lang'), 'en');
    assert.match(english.text, /Create a ticket/);
    assert.doesNotMatch(english.text, /Créer|Bonjour|Aucun/);
    const elsewhere = await world.visitor('lea');
    assert.equal((await elsewhere.get('/')).$('html').attr('lang'), 'en');
    const ticket = await campus.ticketOfLea();
    const marc = await world.visitor('marc');
    await marc.press(await marc.get(`/tickets/${ticket.id}/actions/take-charge`), 'Prendre en charge le ticket');
    const [mail] = await world.mails({ to: campus.lea.mail });
    assert.match(mail?.text ?? '', /took charge|is being handled|in charge/i);
    assert.doesNotMatch(mail?.text ?? '', /Bonjour|Vous recevez/);
  });

  it('sans être connecté, le navigateur dit sa langue, et un choix l’emporte', async () => {
    const visitor = await world.visitor();
    assert.equal((await visitor.get('/help', { 'accept-language': 'en-GB' })).$('html').attr('lang'), 'en');
    assert.equal((await visitor.get('/help', { 'accept-language': 'de' })).$('html').attr('lang'), 'fr');
    const chosen = await visitor.press(await visitor.get('/help'), 'English');
    assert.equal(chosen.$('html').attr('lang'), 'en');
    assert.equal(chosen.path, '/help');
  });

  it('une préférence inconnue ne casse rien', async () => {
    const { _csrf = '' } = (await lea.get('/help')).form('form[action="/preferences/theme"]').fields;
    for (const body of [{ theme: 'neon' }, {}, { theme: 'dark', returnTo: 'https://evil.example' }]) {
      assert.equal((await lea.post('/preferences/theme', { _csrf, ...body })).status, 200);
      assert.equal((await lea.post('/preferences/language', { _csrf, ...body })).status, 200);
    }
  });

  it('l’aide et les pages d’erreur se lisent sans être connecté', async () => {
    const visitor = await world.visitor();
    assert.equal((await visitor.get('/help')).status, 200);
    const missing = await visitor.get('/nowhere');
    assert.equal(missing.status, 404);
    assert.match(missing.text, /n’existe pas/);
  });

  it('/health/live et /health/ready disent l’état, aux machines et sans session', async () => {
    const visitor = await world.visitor();
    for (const [path, status] of [
      ['live', 'live'],
      ['ready', 'ready'],
    ] as const) {
      const answer = await visitor.download(`/health/${path}`);
      assert.equal(answer.status, 200);
      assert.deepEqual(await answer.json(), { status });
      assert.equal(answer.headers.get('set-cookie'), null);
    }
    const [last] = await world.db('knex_migrations').orderBy('id', 'desc').limit(1);
    await world.db('knex_migrations').where({ id: last.id }).delete();
    const lacking = await visitor.download('/health/ready');
    assert.equal(lacking.status, 503);
    assert.match(JSON.stringify(await lacking.json()), /migrations: 1 to apply/);
  });
});
