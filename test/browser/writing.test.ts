import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aWindow, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';
import { read, signIn, slowFrames } from './gestures.ts';

describe('Écrire dans un navigateur', { timeout: 180_000, concurrency: false }, () => {
  let world: World;
  let campus: Campus;
  let marc: Page;
  let nadia: Page;
  let ticket: { id: number };
  const address = () => `${world.url}/tickets/${ticket.id}`;

  /** It comes for who turns to the form. */
  const bringEditor = async (page: Page) => {
    await page.getByRole('textbox', { name: 'Message' }).focus();
    await page.locator('trix-editor').waitFor();
  };

  const enter = async (login: string) => {
    const page = await aWindow();
    await page.goto(address());
    await signIn(page, login);
    await bringEditor(page);
    return page;
  };

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    ticket = await campus.ticketOfLea();
    marc = await enter('marc');
  });
  after(async () => {
    await Promise.all([marc, nadia].map((page) => page?.context().close()));
    await world.close();
  });

  it('le texte tapé est gardé, et retrouvé dans un autre navigateur', async () => {
    await marc.locator('trix-editor').click();
    await marc.keyboard.type('Je regarde cela.');
    await marc.getByText(/^Brouillon enregistré à/).waitFor();
    const other = await enter('marc');
    assert.match(await read(other.locator('trix-editor')), /Je regarde cela/);
    assert.match(await read(other.locator('.draft-note')), /Brouillon enregistré .*, repris/);
    noComplaint(marc, other);
    await other.context().close();
  });

  it('les lecteurs suivent la visibilité choisie', async () => {
    const readers = marc.locator('[data-sentence]');
    assert.match(await read(readers), /Léa Martin \(propriétaire\)/);
    await marc.getByRole('radio', { name: 'Gestionnaires', exact: true }).check();
    await marc.locator('[data-sentence]', { hasText: 'Pourront lire : les 2 autres gestionnaires' }).waitFor();
    await marc.getByRole('radio', { name: 'Gestionnaires et propriétaire' }).check();
    await marc.locator('[data-sentence]', { hasText: 'Léa Martin' }).waitFor();
  });

  it('qui quitte le texte n’y est pas ramené, même par un navigateur lent', async () => {
    await marc.evaluate(slowFrames);
    const inEditor = () => marc.evaluate<boolean>(`document.activeElement.closest('trix-editor') !== null`);
    const frames = () =>
      marc.evaluate(`new Promise((late) => requestAnimationFrame(() => requestAnimationFrame(late)))`);
    const radio = marc.getByRole('radio', { name: 'Gestionnaires et propriétaire' });
    for (const leave of [() => marc.keyboard.press('Tab'), () => radio.click()]) {
      await marc.locator('trix-editor').focus();
      await marc.keyboard.type('!');
      await leave();
      await frames();
      assert.equal(await inEditor(), false);
    }
  });

  it('une copie d’écran collée devient un fichier du formulaire, qui se retire', async () => {
    await marc.evaluate(`(() => {
      const editor = document.querySelector('trix-editor');
      const bytes = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
      editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    })()`);
    const line = marc.locator('[data-files] li', { hasText: /capture-.*\.png/ });
    await line.waitFor();
    assert.doesNotMatch(await marc.locator('textarea[name="message"]').inputValue(), /<figure|<img/);
    await line.getByRole('button', { name: /Retirer/ }).click();
    await line.waitFor({ state: 'detached' });
    noComplaint(marc);
  });

  it('une réponse enregistrée s’insère où l’on écrivait', async () => {
    await world.db('cannedResponses').insert({ title: 'Signature', messageHtml: '<p>{{signature}}, n°{{numéro}}</p>' });
    await marc.reload();
    await marc.locator('trix-editor').waitFor();
    await marc.getByLabel('Réponses enregistrées').selectOption({ label: 'Signature' });
    await marc.getByRole('button', { name: 'Insérer' }).click();
    await marc.locator('trix-editor', { hasText: `Marc Nguyễn, n°${ticket.id}` }).waitFor();
    assert.match(await read(marc.locator('trix-editor')), /Je regarde cela/);
  });

  it('les gestionnaires du service se voient l’un l’autre devant le ticket', async () => {
    nadia = await enter('nadia');
    await nadia.locator('[data-presence]', { hasText: 'Marc Nguyễn est en train d’écrire.' }).waitFor();
    noComplaint(nadia);
  });

  it('une session qui se termine laisse le texte dans la page, et le dit', async () => {
    await nadia.context().clearCookies();
    await nadia.locator('trix-editor').click();
    await nadia.keyboard.type('Sans session');
    await nadia.getByText(/^Votre session a expiré/).waitFor();
    assert.match(await read(nadia.locator('trix-editor')), /Sans session/);
  });

  it('envoyé, le brouillon disparaît', async () => {
    await marc.getByRole('button', { name: 'Enregistrer le commentaire' }).click();
    await marc.locator('main > .note').waitFor();
    assert.equal(await marc.locator('trix-editor').count(), 0);
    await bringEditor(marc);
    assert.equal(await read(marc.locator('trix-editor')), '');
    assert.equal((await world.db('drafts').where({ ticketId: ticket.id, personId: campus.marc.id })).length, 0);
  });

  it('« Précédent » remontre le texte envoyé, et ne le fait pas partir deux fois', async () => {
    const said = () => world.db('ticketEvents').where({ ticketId: ticket.id, action: 'comment' });
    const before = (await said()).length;
    await marc.goBack();
    await marc.locator('trix-editor', { hasText: 'Je regarde cela' }).waitFor();
    await marc.getByRole('button', { name: 'Enregistrer le commentaire' }).click();
    await marc.locator('main > .note').waitFor();
    assert.equal((await said()).length, before);
    await marc.goBack();
    await marc.locator('trix-editor').click();
    await marc.keyboard.type('Autre chose. ');
    await marc.getByRole('button', { name: 'Enregistrer le commentaire' }).click();
    await marc.locator('main > .note').waitFor();
    assert.equal((await said()).length, before + 1, 'another text is another message');
    noComplaint(marc);
  });
});
