import assert from 'node:assert/strict';
import { attach, chooseAction, chooseCategory, read, statusOf, write } from '../gestures.ts';
import { answering, closing } from './closing.ts';
import { type Chapter, type Gesture, subjectOf } from './gestures-of.ts';
import { keeping } from './keeping.ts';

const asking: readonly Gesture[] = [
  [
    '« Créer un ticket » mène à « Sélectionner une catégorie »',
    async ({ page }) => {
      await page.getByRole('main').getByRole('link', { name: 'Créer un ticket' }).click();
      assert.match(await read(page.locator('ol.steps [aria-current]')), /Sélectionner une catégorie/);
    },
  ],
  [
    '« Filtrer la liste des catégories », puis « APPLIQUER », ne montre que celles qui correspondent',
    async ({ page }) => {
      await page.getByLabel('Filtrer la liste des catégories').fill('wifi');
      await page.getByRole('button', { name: 'Appliquer' }).click();
      const found = page.getByRole('region', { name: 'Catégories trouvées' });
      assert.match(await read(found), /Accès au wifi/);
      assert.equal(await found.locator('a.leaf').count(), 1);
      await page.getByRole('link', { name: 'Effacer' }).click();
    },
  ],
  [
    'choisir une catégorie la montre au-dessus du formulaire, avec son aide',
    async ({ page, way }) => {
      await chooseCategory(page, way, { filter: '', category: 'Accès au wifi' });
      assert.match(await read(page.locator('.chosen')), /Catégorie sélectionnée : Accès au wifi.*Réseau sans fil/);
    },
  ],
  [
    'sans sujet ni message, le ticket n’est pas créé et chaque champ dit pourquoi',
    async (walker) => {
      await walker.page.getByLabel('Sujet').fill(' ');
      await write(walker.page, 'Description', ' ');
      await walker.press('Créer le ticket');
      await walker.page.locator('.errs').waitFor();
      assert.match(await walker.fault('subject'), /Indiquez le sujet/);
      assert.match(await walker.fault('message'), /Décrivez votre demande/);
    },
  ],
  [
    'remplir « Sujet » et le message, et attacher un fichier',
    async (walker) => {
      await walker.page.getByLabel('Sujet').fill(subjectOf(walker));
      await write(walker.page, 'Description', 'Plus de réseau depuis ce matin.');
      await attach(walker.page, walker.way, { name: 'erreur.txt', content: 'réseau introuvable' });
      assert.match(await read(walker.page.locator('[data-files] .file')), /erreur\.txt 19 octets/);
    },
  ],
  [
    '« Créer le ticket » : « Un nouveau ticket a été créé. »',
    async (walker) => {
      await walker.press('Créer le ticket');
      assert.equal(await walker.notice(), 'Un nouveau ticket a été créé.');
      walker.ticket = new URL(walker.page.url()).pathname;
    },
  ],
  [
    'le récapitulatif : le statut « Libre », « aucun » gestionnaire, la ligne d’historique et sa « Visibilité »',
    async (walker) => {
      assert.equal(await walker.title(), subjectOf(walker));
      assert.match(await statusOf(walker.page), /Libre/);
      assert.equal(await walker.property('Gestionnaire'), 'aucun');
      assert.match(
        await walker.newest(),
        /Vous avez créé le ticket .*Plus de réseau.*erreur\.txt.*Gestionnaires, propriétaire et invités/,
      );
      assert.match(await read(walker.page.locator('ol.tl .scope').first()), /^Visibilité :/);
    },
  ],
];

const inviting: readonly Gesture[] = [
  [
    'l’onglet « Invités » : « Aucun utilisateur invité. », et « Inviter un utilisateur »',
    async ({ page }) => {
      await page.getByRole('link', { name: /^Invités/ }).click();
      assert.match(await read(page.locator('.empty')), /Aucun utilisateur invité\./);
      await page.getByRole('main').locator('.empty').getByRole('link', { name: 'Inviter un utilisateur' }).click();
    },
  ],
  [
    'inviter demande qui : un identifiant inconnu revient avec sa raison',
    async (walker) => {
      await walker.page.getByLabel('Personnes à inviter').fill('personne-de-ce-nom');
      await walker.press('Inviter');
      await walker.page.locator('.errs').waitFor();
      assert.match(await walker.fault('who'), /personne-de-ce-nom/);
    },
  ],
  [
    'inviter quelqu’un par son identifiant : il paraît dans l’onglet « Invités »',
    async (walker) => {
      await walker.page.goto(`${walker.world.url}${walker.ticket}/actions/invite`);
      await walker.page.getByLabel('Personnes à inviter').fill('gil');
      await walker.press('Inviter');
      assert.equal(await walker.notice(), 'Votre invitation est envoyée.');
      assert.match(await walker.newest(), /Vous avez ajouté Gil Invité à la liste des invités/);
      await walker.open('/guests');
      assert.match(await read(walker.page.getByRole('region', { name: 'Invités' })), /Gil Invité/);
    },
  ],
];

const invited: Chapter = {
  name: 'Guide de l’invité',
  login: 'gil',
  begins: async (_, { ticketOfLea }) => ticketOfLea(),
  gestures: [
    [
      'le courriel d’invitation mène au ticket',
      async (walker) => {
        await walker.act('lea', 'invite', 'Inviter', { who: 'gil' });
        await walker.followMail('invitation', /\/tickets\/\d+$/);
        assert.equal(new URL(walker.page.url()).pathname, walker.ticket);
      },
    ],
    [
      'l’invité lit et ajoute un commentaire',
      async (walker) => {
        await write(walker.page, 'Message', 'Chez moi aussi.');
        await walker.press('Enregistrer le commentaire');
        assert.match(await walker.newest(), /Vous avez ajouté un commentaire .*Chez moi aussi\./);
      },
    ],
    [
      '« Ne plus être invité » : le ticket ne lui est plus visible',
      async (walker) => {
        await chooseAction(walker.page, /^ticket/, 'Ne plus être invité');
        await walker.press('Quitter le ticket');
        await walker.page.locator('main > .note').first().waitFor();
        await walker.open();
        assert.match(await read(walker.page.getByRole('main')), /n’existe pas ou ne vous est pas visible/);
      },
    ],
  ],
};

/** The guide of who asks, then that of who is invited. */
export const requesterChapters: readonly Chapter[] = [
  {
    name: 'Guide de l’utilisateur',
    login: 'lea',
    gestures: [...asking, ...inviting, ...answering, ...closing, ...keeping],
  },
  invited,
];
