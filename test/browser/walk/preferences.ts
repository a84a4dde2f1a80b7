import assert from 'node:assert/strict';
import { read } from '../gestures.ts';
import type { Chapter, Walker } from './gestures-of.ts';

const checkedCells = ({ page }: Walker) =>
  page
    .locator('.matrix tbody tr')
    .evaluateAll((rows: { querySelectorAll(s: string): ArrayLike<{ checked: boolean }> }[]) =>
      rows.map((row) => Array.from(row.querySelectorAll('input')).findIndex(({ checked }) => checked)),
    );

/** The guide of the manager: what he hears of, and when. */
export const preferenceChapters: readonly Chapter[] = [
  {
    name: 'Guide du gestionnaire : Préférences, Mode Gestionnaire',
    login: 'rose',
    gestures: [
      [
        'Préférences > Mode Gestionnaire montre chaque service géré',
        async ({ page }) => {
          await page
            .getByRole('navigation', { name: 'Navigation principale' })
            .getByRole('link', { name: 'Préférences' })
            .click();
          await page.getByRole('link', { name: 'Mode Gestionnaire' }).click();
          assert.match(await read(page.locator('.svc header').first()), /Bibliothèque universitaire|BU/);
        },
      ],
      [
        'un niveau tout fait règle les trois lignes',
        async (walker) => {
          const level = walker.page.getByLabel('Surveillance des tickets').last();
          const [first] = await level.locator('option').allTextContents();
          await level.selectOption({ label: first ?? '' });
          await walker.press('Enregistrer les préférences');
          assert.equal(await walker.notice(), 'Vos préférences ont été mises à jour.');
        },
      ],
      [
        '« Personnalisée » : N’importe quel ticket jamais, catégorie membre à la création, pris en charge toujours',
        async (walker) => {
          const { page } = walker;
          await page.getByLabel('Surveillance des tickets').last().selectOption({ label: 'Personnalisée' });
          const choose = (row: number, column: number) =>
            page.locator('.matrix tbody tr').nth(row).locator('input').nth(column).check();
          await choose(0, 0);
          await choose(1, 1);
          await choose(2, 2);
          await walker.press('Enregistrer les préférences');
          assert.deepEqual(await checkedCells(walker), [0, 1, 2]);
        },
      ],
      [
        'le rapport quotidien : son type et deux heures d’envoi',
        async (walker) => {
          const { page } = walker;
          await page.getByLabel('Heure d’envoi').selectOption({ label: '8 h' });
          await page.getByLabel('Second envoi').selectOption({ label: '17 h' });
          await page.getByLabel('Même le week-end').check();
          await walker.press('Enregistrer les préférences');
          assert.equal(await walker.notice(), 'Vos préférences ont été mises à jour.');
          assert.equal(await page.getByLabel('Heure d’envoi').inputValue(), '8');
          assert.equal(await page.getByLabel('Second envoi').inputValue(), '17');
          assert.ok(await page.getByLabel('Même le week-end').isChecked());
        },
      ],
      [
        '« Prévoir les courriels » dit ce que ce réglage aurait envoyé, sans rien changer',
        async (walker) => {
          await walker.press('Prévoir les courriels');
          assert.match(await read(walker.page.locator('.svc').first()), /vous auriez reçu \d+ courriel/);
        },
      ],
      [
        'Mode Utilisateur : ses préférences s’enregistrent',
        async (walker) => {
          await walker.page.getByRole('link', { name: 'Mode Utilisateur' }).click();
          await walker.press('Enregistrer les préférences');
          assert.equal(await walker.notice(), 'Vos préférences ont été mises à jour.');
        },
      ],
    ],
  },
];
