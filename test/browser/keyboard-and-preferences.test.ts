import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { aWindow, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';
import { read, signIn, write } from './gestures.ts';

describe('Au clavier, et selon ses préférences', { timeout: 120_000 }, () => {
  let world: World;
  let campus: Campus;
  let lea: Page;
  let ticket = '';

  const at = (path: string) => world.url + path;
  const focused = (page: Page) => page.locator(':focus');

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    ticket = `/tickets/${(await campus.ticketOfLea()).id}`;
    lea = await aWindow();
    await lea.goto(at('/'));
    await signIn(lea, 'lea');
  });
  afterEach(() => noComplaint(lea));
  after(async () => {
    await lea?.context().close();
    await world.close();
  });

  it('le premier lien mène au contenu', async () => {
    await lea.goto(at(ticket));
    await lea.keyboard.press('Tab');
    assert.equal(await read(focused(lea)), 'Aller au contenu');
    assert.ok(await focused(lea).isVisible());
    await lea.keyboard.press('Enter');
    assert.equal(await focused(lea).getAttribute('id'), 'content');
  });

  it('un menu ACTIONS s’ouvre par Entrée et se ferme par Échap, qui rend la main à son bouton', async () => {
    await lea.goto(at(ticket));
    const menu = lea.locator('.tk-head details.menu');
    await menu.locator('summary').focus();
    await lea.keyboard.press('Enter');
    await menu.getByRole('link', { name: 'Ajouter commentaire' }).waitFor();
    await lea.keyboard.press('Tab');
    assert.equal(await focused(lea).locator('xpath=ancestor::details').count(), 1);
    await lea.keyboard.press('Escape');
    assert.equal(await menu.getAttribute('open'), null);
    assert.match(await read(focused(lea)), /^Actions/i);
  });

  it('le résumé des erreurs reçoit la main, ses liens mènent aux champs', async () => {
    await lea.goto(at(`/tickets/new/${campus.wifi.id}`));
    await lea.getByLabel('Sujet').fill(' ');
    await lea.getByRole('main').locator('.btn-primary.btn-lg').click();
    const summary = lea.getByRole('alert').filter({ hasText: 'Le ticket n’a pas été créé' });
    await summary.waitFor();
    assert.equal(await focused(lea).getAttribute('class'), await summary.getAttribute('class'));
    await summary.getByRole('link', { name: 'Décrivez votre demande.' }).click();
    assert.equal(await focused(lea).getAttribute('aria-labelledby'), 'field-message-label');
    await summary.getByRole('link', { name: 'Indiquez le sujet' }).click();
    assert.equal(await focused(lea).getAttribute('id'), 'field-subject');
  });

  it('« / » mène à la recherche, « c » crée un ticket', async () => {
    await lea.goto(at('/help'));
    await lea.keyboard.press('/');
    assert.equal(await focused(lea).getAttribute('id'), 'search-everywhere');
    await lea.keyboard.type(ticket.replace('/tickets/', ''));
    await lea.keyboard.press('Enter');
    await lea.waitForURL(at(ticket));
    await lea.keyboard.press('c');
    await lea.waitForURL(at('/tickets/new'));
  });

  const choose = async (name: string) => {
    const account = lea.locator('header details.menu');
    await account.locator('summary').click();
    await account.getByRole('button', { name, exact: true }).click();
  };
  const background = async () => {
    await lea.waitForLoadState();
    return lea.evaluate('getComputedStyle(document.body).backgroundColor');
  };

  it('le thème se choisit, et l’on reste sur sa page', async () => {
    await lea.goto(at(ticket));
    const light = await background();
    await choose('Sombre');
    await lea.locator('html[data-bs-theme=dark]').waitFor();
    assert.equal(lea.url(), at(ticket));
    assert.notEqual(await background(), light);
    await choose('Automatique');
    await lea.locator('html:not([data-bs-theme])').waitFor();
    assert.equal(await background(), light);
  });

  it('la langue aussi : plus un mot de français dans les menus', async () => {
    await lea.goto(at(ticket));
    const french = await wordsOfMenus();
    assert.ok(french.includes('Ajouter commentaire'));
    await choose('English');
    await lea.locator('html[lang=en]').waitFor();
    assert.equal(lea.url(), at(ticket));
    const english = await wordsOfMenus();
    assert.equal(english.length, french.length);
    assert.deepEqual(
      english.filter((words) => french.includes(words)),
      ['Français', 'English'],
    );
    assert.doesNotMatch(english.filter((words) => words !== 'Français').join(' '), /[àâçéèêëîôû’]/);
    await choose('Français');
    await lea.locator('html[lang=fr]').waitFor();
  });

  /** What the menus of the page and its navigation say, opened or not. */
  const wordsOfMenus = async () =>
    (await lea.locator('.menu__list a, .menu__list button, nav.rail li a').allTextContents()).map((text) =>
      text.trim(),
    );

  it('la session expire au milieu d’un texte : il revient après le CAS, rien n’est envoyé', async () => {
    await lea.goto(at(`/tickets/new/${campus.wifi.id}`));
    await lea.getByLabel('Sujet').fill('Un sujet tapé');
    await write(lea, 'Description', 'Un long texte, tapé pendant que la session expirait.');
    await lea.context().clearCookies();
    await lea.getByRole('main').locator('.btn-primary.btn-lg').click();
    await signIn(lea, 'lea');
    await lea.waitForURL(at(`/tickets/new/${campus.wifi.id}`));
    assert.match(await read(lea.locator('main > .note')), /Votre session avait expiré\. Votre texte est conservé/);
    assert.equal(await lea.getByLabel('Sujet').inputValue(), 'Un sujet tapé');
    assert.match(await read(lea.getByRole('textbox', { name: 'Description' })), /Un long texte, tapé/);
    assert.equal(await world.db('tickets').where({ subject: 'Un sujet tapé' }).first(), undefined);
    await lea.getByRole('main').locator('.btn-primary.btn-lg').click();
    await lea.waitForURL(/\/tickets\/\d+$/);
    assert.equal(await read(lea.getByRole('heading', { level: 1 })), 'Un sujet tapé');
  });
});
