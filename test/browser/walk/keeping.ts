import assert from 'node:assert/strict';
import { chooseAction, read, statusOf } from '../gestures.ts';
import { type Gesture, subjectOf } from './gestures-of.ts';

export const keeping: readonly Gesture[] = [
  [
    'Imprimer : tout ce que l’on peut lire, sur une page sans menus',
    async (walker) => {
      await chooseAction(walker.page, /^ticket/, 'Imprimer');
      const printed = await read(walker.page.locator('.printed'));
      for (const words of ['Plus de réseau', 'La salle B12.', 'Gil Invité', 'erreur.txt'])
        assert.ok(printed.includes(words));
      assert.equal(await walker.page.locator('.printed details.menu').count(), 0);
    },
  ],
  [
    'Ajouter un signet, puis Supprimer le signet : l’on reste sur le ticket',
    async (walker) => {
      const { page } = walker;
      const pressed = async (name: string) => {
        await walker.open();
        await page.locator('.tk-head details.menu summary').click();
        await page.locator('.tk-head').getByRole('button', { name }).click();
        await page.locator('main > .note').first().waitFor();
        assert.equal(new URL(page.url()).pathname, walker.ticket);
      };
      await pressed('Ajouter un signet');
      await pressed('Supprimer le signet');
    },
  ],
  [
    '« N° de ticket » et « Accès direct » ramènent au ticket ; un numéro inconnu ne mène à rien',
    async (walker) => {
      const { page, world } = walker;
      const go = async (number: string) => {
        await page.goto(`${world.url}/tickets`);
        const form = page.getByRole('search', { name: 'Accès direct à un ticket' });
        await form.getByLabel('N° de ticket').fill(number);
        await form.getByRole('button', { name: 'Accès direct' }).click();
      };
      await go('999999');
      assert.match(await read(page.getByRole('main')), /n°999999 n’existe pas ou ne vous est pas visible/);
      await go(walker.ticket.replace('/tickets/', ''));
      assert.equal(await walker.title(), subjectOf(walker));
    },
  ],
  [
    'Changer le sujet',
    async (walker) => {
      await chooseAction(walker.page, /^ticket/, 'Changer le sujet');
      await walker.page.getByLabel('Sujet').fill('Wifi du bâtiment B');
      await walker.press('Changer le sujet');
      assert.equal(await walker.title(), 'Wifi du bâtiment B');
      assert.match(
        await walker.newest(),
        /Vous avez changé le sujet en « Wifi du bâtiment B » \(précédemment « Wifi en/,
      );
    },
  ],
  [
    'Annuler son ticket, ce qui se confirme',
    async (walker) => {
      await chooseAction(walker.page, /^ticket/, 'Annuler');
      await walker.page.locator('.consequence').waitFor();
      await walker.press('Annuler le ticket');
      assert.match(await statusOf(walker.page), /Annulé/);
      assert.match(await walker.newest(), /Vous avez annulé le ticket/);
    },
  ],
  [
    'Clore son propre ticket l’approuve aussitôt',
    async (walker) => {
      await chooseAction(walker.page, 'statut', 'Ré-ouvrir');
      await walker.press('Ré-ouvrir le ticket');
      await chooseAction(walker.page, 'statut', 'Clore');
      await walker.press('Clore le ticket');
      assert.match(await statusOf(walker.page), /Clos\/approuvé/);
    },
  ],
];
