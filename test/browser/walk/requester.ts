import assert from 'node:assert/strict';
import { attach, chooseAction, chooseCategory, followMail, read, statusOf, write } from '../gestures.ts';
import type { Chapter, Gesture, Walker } from './gestures-of.ts';

const titleOf = ({ way }: Walker) => (way.javaScript ? 'Wifi en B12' : 'Wifi en B13');

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
      await walker.page.getByLabel('Sujet').fill(titleOf(walker));
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
      assert.equal(await walker.title(), titleOf(walker));
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

const answering: readonly Gesture[] = [
  [
    'la demande d’information arrive par courriel, dont le lien mène à la réponse',
    async (walker) => {
      await walker.act('marc', 'take-charge', 'Prendre en charge le ticket');
      await walker.act('marc', 'request-information', 'Demander l’information', { message: 'Quelle salle ?' });
      await walker.followMail('demande', 'Répondre');
      assert.match(await read(walker.page.getByRole('region', { name: 'Dernier message' })), /Quelle salle \?/);
    },
  ],
  [
    'le ticket est « Incomplet » et la page dit qu’une réponse est attendue',
    async (walker) => {
      await walker.open();
      assert.match(await statusOf(walker.page), /Incomplet/);
      assert.match(await read(walker.page.locator('.next')), /Une réponse de votre part est attendue\./);
    },
  ],
  [
    'ACTIONS > Ajouter commentaire répond, et le ticket repart',
    async (walker) => {
      await chooseAction(walker.page, /^ticket/, 'Ajouter commentaire');
      await write(walker.page, 'Message', 'La salle B12.');
      await walker.press('Enregistrer le commentaire');
      assert.equal(await walker.notice(), 'Votre commentaire est enregistré.');
      assert.match(await statusOf(walker.page), /En cours/);
      assert.match(await walker.newest(), /Vous avez ajouté un commentaire .*La salle B12\./);
    },
  ],
  [
    'un commentaire vide revient avec sa raison',
    async (walker) => {
      await chooseAction(walker.page, /^ticket/, 'Ajouter commentaire');
      await write(walker.page, 'Message', ' ');
      await walker.press('Enregistrer le commentaire');
      await walker.page.locator('.errs').waitFor();
      assert.equal(await walker.fault('message'), 'Écrivez votre message.');
    },
  ],
];

const closing: readonly Gesture[] = [
  [
    'le courriel de clôture propose de l’approuver ou de la refuser, et n’agit pas de lui-même',
    async (walker) => {
      await walker.act('marc', 'close', 'Clore le ticket', { message: 'Borne remplacée.' });
      await walker.followMail('clôture', 'Refuser la clôture');
      assert.match(await walker.title(), /^Refuser la clôture/);
      assert.match(await read(walker.page.locator('.glance .status')), /Clos/);
    },
  ],
  [
    'Refuser la clôture demande un motif',
    async (walker) => {
      await write(walker.page, 'Motif', ' ');
      await walker.press('Refuser la clôture');
      await walker.page.locator('.errs').waitFor();
      assert.equal(await walker.fault('message'), 'Indiquez pourquoi vous refusez la clôture.');
    },
  ],
  [
    'Refuser la clôture, avec un motif, rend le ticket à son gestionnaire',
    async (walker) => {
      await write(walker.page, 'Motif', 'Toujours rien en B12.');
      await walker.press('Refuser la clôture');
      assert.match(await statusOf(walker.page), /En cours/);
      assert.match(await walker.newest(), /Vous avez refusé la clôture .*Toujours rien en B12\./);
    },
  ],
  [
    'ACTIONS > Approuver la clôture',
    async (walker) => {
      await walker.act('marc', 'close', 'Clore le ticket');
      await walker.open();
      assert.match(await read(walker.page.locator('.next')), /Votre problème est-il réglé \?/);
      await chooseAction(walker.page, /^ticket/, 'Approuver la clôture');
      await walker.press('Approuver la clôture');
      assert.match(await statusOf(walker.page), /Clos\/approuvé/);
      assert.match(await walker.newest(), /Vous avez approuvé la clôture du ticket/);
    },
  ],
  [
    'ACTIONS > Ré-ouvrir',
    async (walker) => {
      await chooseAction(walker.page, 'statut', 'Ré-ouvrir');
      await write(walker.page, 'Commentaire', 'C’est revenu.');
      await walker.press('Ré-ouvrir le ticket');
      assert.match(await statusOf(walker.page), /En cours/);
      assert.match(await walker.newest(), /Vous avez ré-ouvert le ticket .*C’est revenu\./);
    },
  ],
];

const keeping: readonly Gesture[] = [
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
        await page.goto(`${world.url}/`);
        const form = page.getByRole('banner').getByRole('search');
        await form.getByLabel('N° de ticket').fill(number);
        await form.getByRole('button', { name: 'Accès direct' }).click();
      };
      await go('999999');
      assert.match(await read(page.getByRole('main')), /n°999999 n’existe pas ou ne vous est pas visible/);
      await go(walker.ticket.replace('/tickets/', ''));
      assert.equal(await walker.title(), titleOf(walker));
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

const invited: Chapter = {
  name: 'Guide de l’invité',
  login: 'gil',
  begins: async (_, { ticketOfLea }) => ticketOfLea(),
  gestures: [
    [
      'le courriel d’invitation mène au ticket',
      async (walker) => {
        await walker.act('lea', 'invite', 'Inviter', { who: 'gil' });
        await walker.world.work();
        const { page, world, campus, ticket } = walker;
        const number = `n°${ticket.split('/').pop()}`;
        await followMail(page, world, {
          to: campus.gil.mail,
          about: 'invitation',
          subject: number,
          link: /\/tickets\/\d+$/,
        });
        assert.equal(new URL(page.url()).pathname, ticket);
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
