import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aWindow, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';
import { read, signIn } from './gestures.ts';
import { keyboardOf } from './keyboard.ts';

describe('Les réponses enregistrées, au clavier seul', { timeout: 300_000 }, () => {
  let world: World;
  let campus: Campus;
  let marc: Page;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    marc = await aWindow();
    await marc.goto(world.url);
    await signIn(marc, 'marc');
  });
  after(async () => {
    noComplaint(marc);
    await marc.context().close();
    await world.close();
  });

  it('s’écrivent, un mot inconnu refusé, se prévoient, se rangent, s’insèrent et se suppriment', async () => {
    const hands = keyboardOf(marc);
    const said = () => read(marc.locator('main'));
    await marc.goto(`${world.url}/canned-responses`);
    await hands.press('Ajouter une réponse');
    await hands.choose('Pour', 'Le service DNUM');
    await hands.fill('Titre', 'Accusé');
    await hands.fill('Message', 'Bonjour {{prénom}}');
    await hands.press('Enregistrer la réponse');
    assert.match(await said(), /« prénom » ne remplace rien/);
    await hands.fill('Message', 'Bonjour {{propriétaire}}, ticket {{numéro}}');
    await hands.press('Aperçu');
    assert.match(await said(), /Bonjour Camille Exemple, ticket 12345/);
    await hands.press('Enregistrer la réponse');
    assert.match(await said(), /La réponse « Accusé » est enregistrée/);
    assert.equal((await world.db('cannedResponses').first('serviceId')).serviceId, campus.dnum.id);

    const { id } = await campus.ticketOfLea();
    await marc.goto(`${world.url}/tickets/${id}/actions/comment`);
    await hands.choose('Réponses enregistrées', 'Accusé');
    await hands.tabTo('Insérer');
    await marc.keyboard.press('Enter');
    const editor = marc.getByRole('textbox', { name: 'Message' });
    await editor.filter({ hasText: `Bonjour Léa Martin, ticket ${id}` }).waitFor();

    await marc.goto(`${world.url}/canned-responses`);
    await hands.press('Supprimer Accusé');
    await hands.press('Supprimer la réponse');
    assert.match(await said(), /Il n’y a encore aucune réponse enregistrée/);
  });
});
