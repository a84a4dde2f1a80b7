import assert from 'node:assert/strict';
import { chooseAction, read, statusOf, write } from '../gestures.ts';
import type { Chapter, Gesture, Walker } from './gestures-of.ts';

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

const history: readonly Gesture[] = [
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

const around: readonly Gesture[] = [
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

/** What the page of a ticket allows besides what the guides walk through. */
export const propertyChapters: readonly Chapter[] = [
  {
    name: 'Tout ce qu’un gestionnaire fait d’un ticket',
    login: 'marc',
    begins: (_, { ticketOfLea, marc }) => ticketOfLea({ status: 'in-progress', handlerId: marc.id }),
    gestures: [...changes, ...waiting, ...history, ...around],
  },
];
