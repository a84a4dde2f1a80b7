import assert from 'node:assert/strict';
import { chooseAction, read, write } from '../gestures.ts';
import type { Gesture } from './gestures-of.ts';

export const history: readonly Gesture[] = [
  [
    'Ajouter un fichier : il paraît dans « Fichiers attachés »',
    async (walker) => {
      await walker.open('/files');
      await walker.page
        .getByRole('main')
        .locator('.empty, .sect__head')
        .getByRole('link', { name: 'Ajouter un fichier' })
        .click();
      const file = { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('deuxième étage') };
      await walker.page.getByLabel('Fichiers', { exact: true }).setInputFiles(file);
      await walker.press('Ajouter le fichier');
      await walker.open('/files');
      assert.match(await read(walker.page.locator('.file-rows')), /plan\.txt 16 octets, .* déposé par Marc Nguyễn/);
    },
  ],
  [
    'Supprimer la pièce jointe demande pourquoi, et barre son nom dans l’historique',
    async (walker) => {
      await walker.page.getByRole('link', { name: /^Supprimer la pièce jointe/ }).click();
      await write(walker.page, 'Message', 'Mauvais étage.');
      await walker.press('Supprimer la pièce jointe');
      assert.equal(await walker.notice(), 'La pièce jointe est supprimée.');
      assert.match(await walker.newest(), /Vous avez supprimé le fichier plan\.txt .*Mauvais étage\./);
    },
  ],
  [
    'Modifier le commentaire que l’on vient d’écrire : le texte précédent reste lisible des gestionnaires',
    async (walker) => {
      await write(walker.page, 'Message', 'Je passe mradi.');
      await walker.press('Enregistrer le commentaire');
      await walker.page
        .locator('ol.tl > li')
        .first()
        .getByRole('link', { name: /^Modifier le commentaire/ })
        .click();
      await write(walker.page, 'Message', 'Je passe mardi.');
      await walker.press('Enregistrer la modification');
      const entry = walker.page.locator('ol.tl > li', { hasText: 'Je passe mardi.' });
      await entry.locator('summary', { hasText: 'Texte précédent' }).click();
      assert.match(await read(entry), /Je passe mradi\./);
    },
  ],
  [
    'Modifier la visibilité d’une entrée la réserve aux « Gestionnaires »',
    async (walker) => {
      const entry = walker.page.locator('ol.tl > li', { hasText: 'Je passe mardi.' });
      await entry.getByRole('link', { name: /^Modifier la visibilité/ }).click();
      await walker.page.getByRole('radio', { name: 'Gestionnaires', exact: true }).check();
      await walker.press('Modifier la visibilité');
      assert.equal(await entry.locator('.msg--private').count(), 1);
      const zoe = await walker.world.visitor('zoe');
      assert.doesNotMatch((await zoe.get(walker.ticket)).text, /Je passe/);
    },
  ],
  [
    '« + d’options » montre la visibilité de chaque entrée et les alertes envoyées, « - d’options » les cache',
    async (walker) => {
      await walker.act('nadia', 'comment', 'Enregistrer le commentaire', { message: 'Vu.' });
      await walker.world.work();
      await walker.open();
      await walker.page.getByRole('link', { name: '+ d’options' }).click();
      assert.match(
        await walker.newest(),
        /Visibilité : Gestionnaires, propriétaire et invités Alertes envoyées : .*Zoé Passante/,
      );
      await walker.page.getByRole('link', { name: '- d’options' }).click();
      assert.equal(await walker.page.locator('ol.tl .more').count(), 0);
    },
  ],
  [
    'l’historique se lit aussi du plus ancien au plus récent',
    async (walker) => {
      await walker.page.getByRole('link', { name: 'Du plus ancien au plus récent' }).click();
      assert.match(await walker.newest(), /Léa Martin a créé le ticket/);
    },
  ],
];

export const around: readonly Gesture[] = [
  [
    'chaque onglet a son adresse, et dit lequel il est',
    async (walker) => {
      const { page } = walker;
      const tabs = page.getByRole('navigation', { name: 'Sections du ticket' });
      for (const name of [
        'Propriétés',
        'Fichiers attachés',
        'Invités',
        'Surveillance du ticket',
        'Derniers tickets du propriétaire',
        'Historique',
      ]) {
        const before = page.url();
        await tabs.getByRole('link', { name: new RegExp(`^${name}`) }).click();
        assert.notEqual(page.url(), before);
        assert.match(await read(tabs.locator('[aria-current=page]')), new RegExp(`^${name}`));
      }
    },
  ],
  [
    'Surveillance du ticket : « Je veux recevoir des alertes par mail », puis ne plus en recevoir',
    async (walker) => {
      await walker.act('marc', 'release', 'Libérer le ticket');
      await walker.open('/watch');
      const { page } = walker;
      const wanted = page
        .getByRole('main')
        .locator('form')
        .getByRole('button', { name: 'Je veux recevoir des alertes par mail' });
      assert.match(await read(page.getByRole('region', { name: 'Surveillance du ticket' })), /Zoé Passante/);
      if ((await wanted.count()) === 0) return; // whom a rule tells already is not asked
      await wanted.last().click();
      await page.getByRole('main').getByRole('button', { name: 'Ne plus recevoir d’alertes par mail' }).last().click();
    },
  ],
  [
    'Précédent et Suivant vont d’un ticket à l’autre',
    async (walker) => {
      await walker.open();
      const neighbours = walker.page.getByRole('navigation', { name: 'Tickets voisins' });
      await neighbours.getByRole('link', { name: 'Suivant', exact: true }).click();
      assert.notEqual(new URL(walker.page.url()).pathname, walker.ticket);
      await neighbours.getByRole('link', { name: 'Précédent', exact: true }).click();
      assert.equal(new URL(walker.page.url()).pathname, walker.ticket);
    },
  ],
  [
    'Retour à l’envoyeur rend le ticket à qui l’avait déplacé',
    async (walker) => {
      const { campus } = walker;
      await walker.act('marc', 'transfer', 'Déplacer le ticket', { to: String(campus.loans.id), stay: 'on' });
      await walker.act('rose', 'transfer', 'Déplacer le ticket', { to: String(campus.wifi.id), stay: 'on' });
      await walker.open();
      await chooseAction(walker.page, 'catégorie', 'Retour à l’envoyeur');
      await write(walker.page, 'Commentaire', 'C’est bien pour vous.');
      await walker.press('Retourner le ticket');
      const rose = await walker.world.visitor('rose');
      assert.match((await rose.get(walker.ticket)).text, /Prêts de livres.*Rose D’Ailleurs/s);
    },
  ],
];
