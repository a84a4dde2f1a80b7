import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aWindow } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';
import { signIn } from './gestures.ts';

describe('Un ticket imprimé', { timeout: 60_000 }, () => {
  let world: World;
  let campus: Campus;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
  });
  after(() => world.close());

  it('montre tout ce que son lecteur peut lire, et rien d’autre, sur plusieurs pages s’il le faut', async () => {
    const ticket = await campus.ticketOfLea();
    await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
    const marc = await world.visitor('marc');
    const say = async (message: string, audience: string) =>
      marc.press(await marc.get(`/tickets/${ticket.id}/actions/comment`), 'Enregistrer le commentaire', {
        message,
        audience,
      });
    await say('Réservé aux collègues', 'managers');
    for (let rank = 1; rank <= 12; rank++)
      await say(`Étape ${rank}. ${'Une phrase assez longue. '.repeat(20)}`, 'managers-owner-guests');

    const page = await aWindow();
    await page.goto(`${world.url}/`);
    await signIn(page, 'lea');
    await page.goto(`${world.url}/tickets/${ticket.id}/print`);
    await page.emulateMedia({ media: 'print' });
    const words: string = await page.locator('body').innerText();
    for (const shown of [
      'Connexion impossible',
      'Accès au wifi',
      'je ne peux plus me connecter',
      'Étape 12.',
      'Gil Invité',
    ])
      assert.ok(words.includes(shown), shown);
    assert.doesNotMatch(words, /Réservé aux collègues/);
    assert.doesNotMatch(words, /Tableau de bord|Imprimer|Revenir/, 'nothing to click on paper');
    const pdf = await page.pdf({ preferCSSPageSize: true, format: 'A4' });
    const bytes = pdf.toString('latin1');
    assert.ok(bytes.startsWith('%PDF-'));
    const pages = bytes.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
    assert.ok(pages >= 2 && pages <= 6, `${pages} pages`);

    const short = await campus.ticketOfLea();
    await page.goto(`${world.url}/tickets/${short.id}/print`);
    const sheet = (await page.pdf({ preferCSSPageSize: true, format: 'A4' })).toString('latin1');
    assert.equal(sheet.match(/\/Type \/Page\b(?!s)/g)?.length, 1, 'a short ticket leaves no blank sheet');
    await page.context().close();
  });
});
