import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessible } from '../support/accessibility.ts';
import { aWindow, fitsInWidth, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';
import { read, signIn } from './gestures.ts';

describe('La liste d’un gestionnaire', { timeout: 120_000 }, () => {
  let world: World;
  let campus: Campus;
  let marc: Page;
  const ids: number[] = [];

  const at = (path: string) => world.url + path;
  const rows = () => marc.locator('form[data-list] tbody tr');
  const focused = () => marc.locator(':focus');
  const counted = async () => read(marc.locator('[data-count]'));
  const open = async () => {
    await marc.goto(at('/tickets?mode=managed&involvement=all'));
    await marc.locator('[data-list-tools]').waitFor();
  };
  const change = (id: number) =>
    world
      .db('tickets')
      .where({ id })
      .update({ status: 'in-progress', handlerId: campus.nadia.id, lastActionAt: new Date() });

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    for (let rank = 0; rank < 25; rank++) {
      const at = new Date(Date.now() - (rank + 1) * 3_600_000);
      ids.push((await campus.ticketOfLea({ subject: `Panne ${rank}`, createdAt: at })).id);
    }
    marc = await aWindow();
    await marc.clock.install();
    await marc.goto(at('/'));
    await signIn(marc, 'marc');
  });
  after(async () => {
    await marc?.context().close();
    await world.close();
  });

  it('se parcourt et se coche au clavier, sauf pendant que l’on écrit', async () => {
    await open();
    await marc.keyboard.press('j');
    assert.equal(await read(focused()), 'Panne 0');
    await marc.keyboard.press('x');
    assert.equal(await counted(), '1 ticket sélectionné');
    for (const key of ['j', 'j', 'x', 'k']) await marc.keyboard.press(key);
    assert.equal(await read(focused()), 'Panne 1');
    assert.equal(await counted(), '2 tickets sélectionnés');
    assert.ok(await marc.getByRole('button', { name: 'Clore' }).isVisible());
    await rows()
      .nth(5)
      .getByRole('checkbox')
      .click({ modifiers: ['Shift'] });
    await accessible(marc, 'the list, tickets chosen');
    await marc.getByRole('button', { name: 'Tout désélectionner' }).click();
    assert.equal(await read(focused()), 'Tout sélectionner');
    await marc.getByLabel('Sélectionner les tickets de la page').check();
    assert.equal(await counted(), '20 tickets sélectionnés');
    await marc.keyboard.press('/');
    await marc.keyboard.type('jx?');
    assert.equal(await focused().inputValue(), 'jx?');
    await focused().blur();
    await marc.keyboard.press('?');
    assert.ok(await marc.getByRole('dialog').isVisible());
    await accessible(marc, 'the help of the keys', { within: 'dialog' });
    await marc.keyboard.press('Escape');
    await marc.keyboard.press('k');
    await marc.keyboard.press('o');
    await marc.waitForURL(at(`/tickets/${ids[19]}`));
    noComplaint(marc);
  });

  it('s’actualise sans déplacer ni le curseur, ni la page, ni la sélection', async () => {
    await open();
    for (let presses = 0; presses < 15; presses++) await marc.keyboard.press('j');
    const place = async () => ({ text: await read(focused()), y: (await focused().boundingBox())?.y ?? -1 });
    /** But for a fraction of a pixel: rows are not of whole pixels, and a page scrolls by whole ones. */
    const isAsBefore = async () => {
      const { text, y } = await place();
      assert.equal(text, start.text);
      assert.ok(Math.abs(y - start.y) < 2, `${y} instead of ${start.y}`);
    };
    await marc.evaluate('scrollTo(0, 480)');
    const start = await place();
    const kept = await rows().nth(10).elementHandle();
    await campus.ticketOfLea({ subject: 'Nouvelle panne' });
    await change(ids[20] ?? 0);
    await marc.clock.fastForward(5 * 60_000 + 1000);
    await marc.getByText('2 nouveaux tickets').waitFor();
    await isAsBefore();
    assert.deepEqual(
      await rows()
        .locator('.c-sub a')
        .allInnerTexts()
        .then((all) => all.slice(0, 3)),
      ['Panne 20', 'Nouvelle panne', 'Panne 0'],
    );
    assert.ok(
      await kept?.evaluate((row: { isConnected?: boolean }) => row.isConnected),
      'what did not change is the same element',
    );

    await marc.keyboard.press('x');
    await campus.ticketOfLea({ subject: 'Encore une' });
    await marc.clock.fastForward(11 * 60_000);
    assert.match(await read(marc.locator('[data-clock]')), /En attente pendant votre sélection/);
    assert.equal(await marc.getByText('Encore une').count(), 0);
    await marc.keyboard.press('x');
    await marc.clock.runFor(2000);
    await marc.getByText('Encore une').waitFor();
    await isAsBefore();
    noComplaint(marc);
  });

  it('ne s’actualise plus quand on choisit « Jamais », et les touches se désactivent', async () => {
    await open();
    const stored = marc.waitForResponse((response) => response.url().endsWith('/preferences/lists'));
    await marc.getByLabel('Actualiser', { exact: true }).selectOption('Jamais');
    await stored;
    await open();
    assert.equal(await marc.getByLabel('Actualiser', { exact: true }).inputValue(), '0');
    await marc.goto(at('/preferences'));
    await marc.getByLabel('Raccourcis clavier').uncheck();
    await marc.getByRole('button', { name: 'Enregistrer les préférences' }).click();
    await open();
    for (const key of ['j', '?', '/']) await marc.keyboard.press(key);
    assert.equal(await focused().count(), 0);
    assert.equal(await marc.getByRole('button', { name: 'Raccourcis clavier' }).count(), 0);
    noComplaint(marc);
  });

  it('se coche au pouce sur un téléphone, où les actions viennent en bas', async () => {
    await marc.setViewportSize({ width: 390, height: 844 });
    await open();
    await rows().nth(2).getByRole('checkbox').check();
    const button = marc.getByRole('button', { name: 'Prendre en charge' });
    assert.ok(((await button.boundingBox())?.y ?? 0) > 700);
    await fitsInWidth(marc);
    await accessible(marc, 'the list on a phone');
    await button.click();
    await marc.getByRole('button', { name: 'Prendre ces tickets en charge' }).waitFor();
    await fitsInWidth(marc);
    await accessible(marc, 'the confirmation on a phone');
    noComplaint(marc);
  });

  for (const width of [1280, 390])
    it(`fait tout sans JavaScript, large de ${width} pixels`, async () => {
      const page = await aWindow({ width, javaScript: false });
      await page.goto(at('/tickets?mode=managed&involvement=all'));
      await signIn(page, 'marc');
      const counter = () => read(page.locator('.pager [role="status"]'));
      const here = async (words: RegExp) => {
        assert.match(await counter(), words);
        await fitsInWidth(page);
      };
      await page.getByRole('link', { name: /^Tickets libres/ }).click();
      await page.getByLabel('État', { exact: true }).selectOption('Tous');
      await page.getByRole('button', { name: 'Filtrer', exact: true }).click();
      await here(/^Tickets \[1 - 20\]/);
      await page.getByRole('link', { name: 'Dernière page' }).click();
      await page.getByRole('link', { name: 'Page précédente' }).click();
      await page.getByRole('link', { name: 'Première page' }).click();
      await page.locator('details.menu', { hasText: 'Enregistrer cette vue…' }).locator('summary').first().click();
      await page.getByRole('link', { name: 'Enregistrer cette vue…' }).click();
      await page.getByLabel('Nom').fill(`Libres ${width}`);
      await page.getByRole('button', { name: 'Enregistrer la vue' }).click();
      await page.goto(at('/tickets/views'));
      await page
        .getByRole('link', { name: `Libres ${width}` })
        .first()
        .click();
      await here(/^Tickets \[1 - 20\]/);
      const boxes = page.locator('form[data-list] tbody').getByRole('checkbox');
      for (const nth of [0, 1]) await boxes.nth(nth).check();
      const stale = Number(await boxes.first().inputValue());
      await page.getByRole('button', { name: 'Prendre en charge', exact: true }).click();
      await page.getByLabel('Commentaire').fill('Nous regardons.');
      await fitsInWidth(page);
      await world.db('tickets').where({ id: stale }).increment('version');
      await page.getByRole('button', { name: 'Prendre ces tickets en charge' }).last().click();
      assert.match(
        await read(page.locator('main')),
        /Prendre en charge : 1 sur 2 .* Il a changé entre-temps\. \(1 ticket\)/,
      );
      await fitsInWidth(page);
      await page.getByRole('link', { name: 'Recommencer avec 1 ticket' }).click();
      assert.match(await page.getByLabel('Commentaire').inputValue(), /Nous regardons/);
      await page.getByRole('button', { name: 'Prendre ces tickets en charge' }).last().click();
      assert.match(await read(page.locator('main > .note')), /Vous avez pris 1 ticket en charge/);
      await here(/^Tickets \[1 - 20\]/);
      noComplaint(page);
      await page.context().close();
    });
});
