import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { accessible } from '../support/accessibility.ts';
import { aWindow, fitsInWidth, noComplaint, type Page } from '../support/browser.ts';
import { aCampus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';
import { read, signIn } from './gestures.ts';
import { type Hands, keyboardOf, mouseOf } from './keyboard.ts';

const here = '/administration/service-visibility';

describe('Les règles de visibilité', { timeout: 120_000 }, () => {
  let world: World;
  let page: Page;

  before(async () => {
    world = await aWorld();
    await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
  });
  afterEach(async () => {
    noComplaint(page);
    await page.context().close();
  });
  after(() => world.close());

  const enter = async (settings: { javaScript: boolean; width: number }) => {
    page = await aWindow(settings);
    await page.goto(world.url);
    await signIn(page, 'admin');
  };

  /** From an empty page to a rule that holds, tried, removed, and back; `look` sees each page on the way. */
  async function journey(hands: Omit<Hands, 'tabTo'>, place: string, look: (where: string) => Promise<void>) {
    const said = () => read(page.locator('main'));
    await page.goto(`${world.url}${here}`);
    await hands.press('Ajouter une condition nommée');
    await hands.fill('Nom', `Réseau ${place}`);
    await hands.choose('Condition', 'Adresse');
    await hands.press('Ajouter la condition');
    await hands.fill('Adresses et plages', '10.0.0');
    await hands.press('Enregistrer la condition');
    assert.match(await said(), /Indiquez des adresses ou des plages/);
    await look('une condition fautive');
    await hands.fill('Adresses et plages', '10.0.0.0/8');
    await hands.press('Enregistrer la condition');
    await hands.press('Ajouter une règle');
    await hands.fill('Nom', `Sur place ${place}`);
    await hands.choose('Condition', 'Condition nommée');
    await hands.press('Ajouter la condition');
    await hands.choose('Laquelle', `Réseau ${place}`);
    await hands.choose('Un service', 'DNUM');
    await hands.press('Ajouter le service');
    await look('une règle');
    await hands.press('Enregistrer la règle');
    await hands.fill('Personne', 'lea');
    await hands.fill('Depuis l’adresse', '10.1.2.3');
    await hands.press('Tester');
    assert.match(await said(), new RegExp(`DNUM vrai : Sur place ${place}`));
    await look('un essai');
    await page.goto(`${world.url}${here}`);
    await hands.press(`Modifier Sur place ${place}`);
    await hands.press('Supprimer la règle');
    assert.match(await said(), /Il n’y a pas de règle/);
    await hands.press('Revenir à la version précédente');
    await hands.press('Revenir à cette version');
    assert.match(await said(), new RegExp(`1. Sur place ${place}`));
    await hands.press('Importer');
    await look('un import');
    await page.goto(`${world.url}${here}`);
    await hands.press(`Modifier Sur place ${place}`);
    await hands.press('Supprimer la règle');
  }

  it('se font au clavier seul, sur des pages que chacun peut lire', async () => {
    await enter({ javaScript: true, width: 1280 });
    await journey(keyboardOf(page), 'Nord', (where) => accessible(page, where));
  });

  it('se font sans JavaScript, sur un téléphone', async () => {
    await enter({ javaScript: false, width: 390 });
    await journey(mouseOf(page), 'Sud', () => fitsInWidth(page));
  });
});
