import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessible } from '../support/accessibility.ts';
import { aWindow, fitsInWidth, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';
import { signIn } from './gestures.ts';

describe('L’outil de recherche de personnes, dans un navigateur', () => {
  let world: World;
  let campus: Campus;
  let page: Page;
  let address: string;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'mdurand', name: 'Marie Durand' });
    await aPerson(world.db, { login: 'pdurand', name: 'Paul Durand' });
    await aPerson(world.db, { login: 'tdurand', name: 'Théo Durand' });
    const ticket = await campus.ticketOfLea();
    address = `${world.url}/tickets/${ticket.id}/actions/invite`;
    page = await aWindow();
    await page.goto(address);
    await signIn(page, 'marc');
    await page.goto(address);
    await page.waitForLoadState('load');
  });
  after(() => world.close());

  const field = () => page.getByRole('combobox', { name: 'Personnes à inviter' });
  const options = () => page.getByRole('option');
  const active = async () => {
    const id = await field().getAttribute('aria-activedescendant');
    return id === null ? null : (await page.locator(`#${id}`).innerText()).split('\n')[0];
  };
  const lookFor = async (name: string) => {
    await field().fill('');
    await field().pressSequentially(name);
    await options().first().waitFor();
  };

  it('est une liste combinée : fermée, puis ouverte sur les réponses, dont le nombre est dit', async () => {
    assert.equal(await field().getAttribute('aria-expanded'), 'false');
    await lookFor('durand');
    assert.equal(await field().getAttribute('aria-expanded'), 'true');
    const list = await field().getAttribute('aria-controls');
    assert.equal(await page.locator(`#${list}`).getAttribute('role'), 'listbox');
    assert.equal(await options().count(), 3);
    assert.match(await page.locator('.people__note[role=status]').innerText(), /3/);
  });

  it('ouverte, elle est accessible, en clair et en sombre', async () => {
    await accessible(page, 'the list of people');
  });

  it('se parcourt aux flèches, Début et Fin, sans que le champ perde la main', async () => {
    await lookFor('durand');
    assert.equal(await active(), null);
    await field().press('ArrowDown');
    const first = await active();
    await field().press('End');
    const last = await active();
    await field().press('ArrowDown');
    assert.equal(await active(), first, 'it goes round');
    await field().press('ArrowUp');
    assert.equal(await active(), last);
    await field().press('Home');
    assert.equal(await active(), first);
    assert.equal(await options().first().getAttribute('aria-selected'), 'true');
    assert.equal(await page.evaluate('document.activeElement.getAttribute("role")'), 'combobox');
  });

  it('Échap ferme la liste, puis vide le champ', async () => {
    await lookFor('durand');
    await field().press('Escape');
    assert.equal(await field().getAttribute('aria-expanded'), 'false');
    assert.equal(await field().inputValue(), 'durand');
    await field().press('Escape');
    assert.equal(await field().inputValue(), '');
  });

  it('Entrée choisit ; plusieurs personnes deviennent des étiquettes que l’on peut retirer', async () => {
    for (const name of ['marie durand', 'théo durand']) {
      await lookFor(name);
      await field().press('ArrowDown');
      await field().press('Enter');
    }
    const chips = page.locator('.people__chip');
    assert.deepEqual(
      (await chips.allInnerTexts()).map((text) => text.split('\n')[0]?.replace('×', '').trim()),
      ['Marie Durand', 'Théo Durand'],
    );
    await page.getByRole('button', { name: /Théo Durand/ }).press('Enter');
    assert.equal(await chips.count(), 1);
    noComplaint(page);
  });

  it('au téléphone, elle tient dans la largeur', async () => {
    const phone = await aWindow({ width: 390 });
    await phone.goto(address);
    await signIn(phone, 'marc');
    await phone.goto(address);
    await phone.getByRole('combobox', { name: 'Personnes à inviter' }).pressSequentially('durand');
    await phone.getByRole('option').first().waitFor();
    await fitsInWidth(phone);
    noComplaint(phone);
    await phone.context().close();
  });

  it('les personnes choisies sont celles qui sont invitées', async () => {
    await page.getByRole('button', { name: 'Inviter', exact: true }).click();
    await page.getByText('Votre invitation est envoyée.').waitFor();
    const guests = await world.db('ticketGuests').join('people', 'people.id', 'ticketGuests.personId').select('login');
    assert.deepEqual(guests, [{ login: 'mdurand' }]);
  });
});
