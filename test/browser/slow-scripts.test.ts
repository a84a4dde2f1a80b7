import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aWindow, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';
import { read, signIn, slowFrames } from './gestures.ts';

describe('Une page dont les scripts tardent', { timeout: 120_000 }, () => {
  let world: World;
  let campus: Campus;
  let lea: Page;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    lea = await aWindow();
    await lea.goto(world.url);
    await signIn(lea, 'lea');
  });
  after(async () => {
    await lea?.context().close();
    await world.close();
  });

  it('filtre les catégories par ce qui a été tapé avant leur arrivée', async () => {
    let arrive = () => {};
    const typed = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await lea.route('**/*.js', async (route) => {
      await typed;
      await route.continue();
    });
    await lea.goto(`${world.url}/tickets/new`, { waitUntil: 'commit' });
    await lea.getByLabel('Filtrer la liste des catégories').fill('wifi');
    const leaves = lea.locator('#categories a.leaf').filter({ visible: true });
    assert.equal(await leaves.count(), 0, 'the tree is closed until then');
    arrive();
    await leaves.first().waitFor();
    assert.deepEqual(await leaves.locator('b').allTextContents(), ['Accès au wifi']);
    noComplaint(lea);
  });

  it('garde ce qui est tapé dès que l’éditeur prend la place du champ, et l’envoie', async () => {
    const { id } = await campus.ticketOfLea();
    await lea.addInitScript(slowFrames);
    await lea.goto(`${world.url}/tickets/${id}`);
    await lea.getByRole('textbox', { name: 'Message' }).focus();
    await lea.locator('trix-editor').waitFor({ state: 'attached' });
    await lea.keyboard.type('Toujours rien.');
    await lea.getByRole('button', { name: 'Enregistrer le commentaire' }).click();
    await lea.locator('main .note', { hasText: 'Votre commentaire est enregistré' }).waitFor();
    assert.match(await read(lea.locator('ol.tl > li').first()), /Toujours rien\./);
    noComplaint(lea);
  });
});
