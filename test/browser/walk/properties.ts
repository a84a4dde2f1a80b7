import assert from 'node:assert/strict';
import { chooseAction, read, statusOf } from '../gestures.ts';
import type { Chapter, Gesture, Walker } from './gestures-of.ts';
import { around, history } from './history.ts';

const propertyRow = ({ page }: Walker, name: string) =>
  page.locator('dl.properties > div', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) });

/** « Modifier », beside a property of the ticket. */
const modify = async (walker: Walker, name: string): Promise<void> => {
  await walker.open('/properties');
  await propertyRow(walker, name).getByRole('link', { name: 'Modifier' }).click();
};

const shown = async (walker: Walker, name: string): Promise<string> => {
  await walker.open('/properties');
  return read(propertyRow(walker, name).locator('dd').first());
};

const changes: readonly Gesture[] = [
  [
    'Propriétés > Priorité > Modifier',
    async (walker) => {
      await modify(walker, 'Priorité');
      await walker.choose('Priorité', 'Élevée');
      await walker.press('Changer la priorité');
      assert.match(await walker.newest(), /Vous avez changé la priorité en « Élevée » \(précédemment « par défaut »\)/);
    },
  ],
  [
    'Propriétés > Visibilité > Modifier',
    async (walker) => {
      await modify(walker, 'Visibilité');
      await walker.choose('Visibilité', 'Sujet seulement');
      await walker.press('Changer la visibilité');
      assert.match(await shown(walker, 'Visibilité'), /Sujet seulement/);
    },
  ],
  [
    'Propriétés > Origine > Modifier',
    async (walker) => {
      await modify(walker, 'Origine');
      await walker.choose('Origine', 'téléphone');
      await walker.press('Changer l’origine');
      assert.equal(await shown(walker, 'Origine'), 'téléphone');
    },
  ],
  [
    'Mettre à jour la machine, d’abord « non spécifiée »',
    async (walker) => {
      assert.equal(await shown(walker, 'Machine'), 'non spécifiée');
      await modify(walker, 'Machine');
      await walker.page.getByLabel('Machine').fill('PC-B12-07');
      await walker.press('Mettre à jour la machine');
      assert.equal(await shown(walker, 'Machine'), 'PC-B12-07');
    },
  ],
  [
    'Mettre à jour le temps passé, comme on l’écrit',
    async (walker) => {
      await modify(walker, 'Temps passé');
      await walker.page.getByLabel('Temps passé').fill('1 h 30');
      await walker.press('Mettre à jour le temps passé');
      assert.equal(await shown(walker, 'Temps passé'), '1 h 30 mn');
    },
  ],
  [
    'Changer le propriétaire : le nouveau suit le ticket à la place de l’ancien',
    async (walker) => {
      await walker.open();
      await chooseAction(walker.page, 'propriétaire', 'Changer le propriétaire');
      await walker.page.getByLabel('Nouveau propriétaire').fill('zoe');
      await walker.press('Changer le propriétaire');
      assert.equal(await walker.property('Propriétaire'), 'Zoé Passante');
    },
  ],
  [
    'Lier à un ticket : le lien est sous « Voir aussi »',
    async (walker) => {
      const other = await walker.campus.ticketOfLea({ subject: 'La même panne' });
      await chooseAction(walker.page, /^ticket/, 'Lier à un ticket');
      await walker.page.getByLabel('Numéro du ticket').fill('999999');
      await walker.press('Lier les tickets');
      await walker.page.locator('.errs').waitFor();
      assert.notEqual(await walker.fault('other'), '');
      await walker.page.getByLabel('Numéro du ticket').fill(String(other.id));
      await walker.press('Lier les tickets');
      assert.match(await shown(walker, 'Voir aussi'), new RegExp(`n°${other.id} La même panne`));
    },
  ],
];

const waiting: readonly Gesture[] = [
  [
    'Différer sans date : « Reporté », puis Rappeler : « En cours »',
    async (walker) => {
      await walker.open();
      await chooseAction(walker.page, 'statut', 'Différer');
      await walker.press('Reporter le ticket');
      assert.match(await statusOf(walker.page), /Reporté/);
      await chooseAction(walker.page, 'statut', 'Rappeler');
      await walker.press('Rappeler le ticket');
      assert.match(await statusOf(walker.page), /En cours/);
    },
  ],
  [
    'Différer à une date passée est refusé ; à une date à venir, les propriétés la disent',
    async (walker) => {
      await chooseAction(walker.page, 'statut', 'Différer');
      await walker.page.getByLabel('Rappel automatique').fill('2020-01-01');
      await walker.press('Reporter le ticket');
      await walker.page.locator('.errs').waitFor();
      assert.equal(await walker.fault('until'), 'Choisissez une date à venir.');
      await walker.page.getByLabel('Rappel automatique').fill('2090-03-01');
      await walker.press('Reporter le ticket');
      assert.match(await shown(walker, 'Date de rappel'), /1er mars 2090|1 mars 2090|01\/03\/2090/);
      await walker.open();
      await chooseAction(walker.page, 'statut', 'Rappeler');
      await walker.press('Rappeler le ticket');
    },
  ],
];

/** What the page of a ticket allows besides what the guides walk through. */
export const propertyChapters: readonly Chapter[] = [
  {
    name: 'Tout ce qu’un gestionnaire fait d’un ticket',
    login: 'marc',
    begins: (_, { ticketOfLea, marc }) => ticketOfLea({ status: 'in-progress', handlerId: marc.id }),
    gestures: [...changes, ...waiting, ...history, ...around],
  },
];
