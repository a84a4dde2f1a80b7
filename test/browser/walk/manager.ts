import assert from 'node:assert/strict';
import { chooseAction, read, statusOf, write } from '../gestures.ts';
import type { Chapter, Gesture, Walker } from './gestures-of.ts';

/** Fills in the form of an action of a menu and sends it. */
const act = async (
  walker: Walker,
  [menu, entry]: readonly [string | RegExp, string],
  button: string,
  comment?: string,
): Promise<void> => {
  await chooseAction(walker.page, menu, entry);
  if (comment !== undefined)
    await write(walker.page, /demande|Demander/.test(button) ? 'Message' : 'Commentaire', comment);
  await walker.press(button);
};

const handling: readonly Gesture[] = [
  [
    'le courriel de création mène au ticket, « Libre »',
    async (walker) => {
      const lea = await walker.world.visitor('lea');
      const form = await lea.get(`/tickets/new/${walker.campus.wifi.id}`);
      const filed = await lea.press(form, 'Créer le ticket', {
        subject: 'Imprimante muette',
        message: 'Rien ne sort.',
      });
      walker.ticket = filed.path;
      await walker.followMail('création', /\/tickets\/\d+$/);
      assert.equal(new URL(walker.page.url()).pathname, walker.ticket);
      assert.match(await statusOf(walker.page), /Libre/);
    },
  ],
  [
    'Prendre en charge : « En cours », et le gestionnaire, c’est lui',
    async (walker) => {
      await act(walker, ['gestionnaire', 'Prendre en charge'], 'Prendre en charge le ticket');
      assert.match(await walker.notice(), /Vous avez pris le ticket n°\d+ en charge\./);
      assert.match(await statusOf(walker.page), /En cours/);
      assert.equal(await walker.property('Gestionnaire'), 'Marc Nguyễn');
      assert.match(await walker.newest(), /Vous avez pris le ticket en charge \(précédemment libre\)/);
    },
  ],
  [
    'Libérer : « Libre », « aucun » gestionnaire',
    async (walker) => {
      await act(walker, ['gestionnaire', 'Libérer'], 'Libérer le ticket');
      assert.match(await statusOf(walker.page), /Libre/);
      assert.equal(await walker.property('Gestionnaire'), 'aucun');
    },
  ],
  [
    'Assigner à une collègue, qui en reçoit le courriel',
    async (walker) => {
      await chooseAction(walker.page, 'gestionnaire', 'Assigner');
      await walker.choose('Gestionnaire', 'Nadia El Amrani');
      await write(walker.page, 'Commentaire', 'C’est ton étage.');
      await walker.press('Assigner le ticket');
      assert.equal(await walker.property('Gestionnaire'), 'Nadia El Amrani');
      assert.match(await walker.newest(), /Vous avez assigné le ticket à Nadia El Amrani \(précédemment libre\)/);
      const mails = await walker.world.mails({ to: walker.campus.nadia.mail });
      assert.ok(mails.some(({ subject }) => subject.startsWith('[assignation')));
    },
  ],
  [
    'Ajouter commentaire sans en être chargé, pour les seuls « Gestionnaires »',
    async (walker) => {
      await chooseAction(walker.page, /^ticket/, 'Ajouter commentaire');
      await write(walker.page, 'Message', 'Le toner est en commande.');
      await walker.page.getByRole('radio', { name: 'Gestionnaires', exact: true }).check();
      await walker.press('Enregistrer le commentaire');
      assert.match(await walker.newest(), /invisible pour le propriétaire et les invités.*Le toner est en commande\./);
      const lea = await walker.world.visitor('lea');
      assert.doesNotMatch((await lea.get(walker.ticket)).text, /toner/);
    },
  ],
  [
    'Prendre en charge le ticket d’une collègue',
    async (walker) => {
      await act(walker, ['gestionnaire', 'Prendre en charge'], 'Prendre en charge le ticket');
      assert.match(await walker.newest(), /pris le ticket en charge \(précédemment Nadia El Amrani\)/);
    },
  ],
  [
    'Demander info. : la question est obligatoire, puis le ticket est « Incomplet »',
    async (walker) => {
      await chooseAction(walker.page, 'statut', 'Demander info.');
      await write(walker.page, 'Message', ' ');
      await walker.press('Demander l’information');
      await walker.page.locator('.errs').waitFor();
      assert.equal(await walker.fault('message'), 'Écrivez votre message.');
      await write(walker.page, 'Message', 'Quel voyant clignote ?');
      await walker.press('Demander l’information');
      assert.match(await statusOf(walker.page), /Incomplet/);
    },
  ],
  [
    'Clore demande une confirmation, et attend l’approbation du propriétaire',
    async (walker) => {
      await chooseAction(walker.page, 'statut', 'Clore');
      assert.match(await read(walker.page.locator('.consequence')), /Confirmez la clôture/);
      assert.match(await read(walker.page.locator('.glance .status')), /Incomplet/);
      await write(walker.page, 'Commentaire', 'Toner changé.');
      await walker.press('Clore le ticket');
      assert.match(await statusOf(walker.page), /Clos/);
    },
  ],
  [
    'Ré-ouvrir',
    async (walker) => {
      await act(walker, ['statut', 'Ré-ouvrir'], 'Ré-ouvrir le ticket', 'Trop vite.');
      assert.match(await statusOf(walker.page), /En cours/);
      assert.match(await walker.newest(), /Vous avez ré-ouvert le ticket .*Trop vite\./);
    },
  ],
];

const people: readonly Gesture[] = [
  [
    'Inviter un utilisateur',
    async (walker) => {
      await chooseAction(walker.page, /^ticket/, 'Inviter un utilisateur');
      await walker.page.getByLabel('Personnes à inviter').fill('gil');
      await walker.press('Inviter');
      assert.match(await walker.newest(), /Vous avez ajouté Gil Invité à la liste des invités/);
    },
  ],
  [
    'Inviter un groupe de gestionnaires',
    async (walker) => {
      await chooseAction(walker.page, /^ticket/, 'Inviter un groupe de gestionnaires');
      await walker.choose('Groupe', { value: `service:${walker.campus.library.id}` });
      await walker.press('Inviter le groupe');
      assert.match(await walker.newest(), /Rose D’Ailleurs à la liste des invités/);
    },
  ],
  [
    'retirer un invité, depuis l’onglet « Invités »',
    async (walker) => {
      await walker.open('/guests');
      await walker.page.getByRole('link', { name: /^Retirer.*Gil Invité/ }).click();
      await walker.press('Retirer l’invité');
      assert.match(await walker.newest(), /Vous avez supprimé Gil Invité de la liste des invités/);
    },
  ],
  [
    'Catégorie > ACTIONS > Déplacer : « Devenir utilisateur invité pour le ticket » garde le ticket en vue',
    async (walker) => {
      await chooseAction(walker.page, 'catégorie', 'Déplacer');
      await walker.choose('Catégorie', 'Prêts de livres');
      await walker.page.getByLabel('Devenir utilisateur invité pour le ticket').check();
      await write(walker.page, 'Commentaire', 'C’est l’imprimante de la bibliothèque.');
      await walker.press('Déplacer le ticket');
      assert.equal(await walker.property('Catégorie'), 'Prêts de livres');
      assert.equal(await walker.property('Gestionnaire'), 'aucun');
      await walker.open('/guests');
      assert.match(await read(walker.page.getByRole('region', { name: 'Invités' })), /Marc Nguyễn/);
    },
  ],
];

const inOneGo: Chapter = {
  name: 'Guide du gestionnaire : d’un seul geste',
  login: 'nadia',
  begins: (_, { ticketOfLea }) => ticketOfLea(),
  gestures: [
    [
      '« Prendre en charge » est le bouton en vue d’un ticket libre, « ... et clore » et « ... et demander info. » à côté',
      async (walker) => {
        await walker.open();
        assert.match(
          await read(walker.page.locator('.next')),
          /Personne n’a encore pris en charge ce ticket\. Prendre en charge \.\.\. et demander info\. \.\.\. et clore Assigner/,
        );
      },
    ],
    [
      '« ... et demander info. » : « Incomplet », le gestionnaire est nommé',
      async (walker) => {
        await walker.page.locator('.next').getByRole('link', { name: '... et demander info.' }).click();
        await write(walker.page, 'Message', 'Quel bâtiment ?');
        await walker.press('Prendre en charge et demander l’information');
        assert.match(await statusOf(walker.page), /Incomplet/);
        assert.equal(await walker.property('Gestionnaire'), 'Nadia El Amrani');
      },
    ],
    [
      '« ... et clore » : « Clos », deux lignes d’historique',
      async (walker) => {
        await act(walker, ['gestionnaire', 'Libérer'], 'Libérer le ticket');
        await chooseAction(walker.page, 'gestionnaire', 'Prendre en charge et clore');
        await walker.press('Prendre en charge et clore');
        assert.match(await statusOf(walker.page), /Clos/);
        const lines = await walker.page.locator('ol.tl > li').allInnerTexts();
        assert.match(lines[0] ?? '', /avez clos le ticket/);
        assert.match(lines[1] ?? '', /avez pris le ticket en charge/);
      },
    ],
    [
      'Refuser un ticket demande pourquoi',
      async (walker) => {
        await act(walker, ['statut', 'Ré-ouvrir'], 'Ré-ouvrir le ticket');
        await chooseAction(walker.page, 'statut', 'Refuser');
        await write(walker.page, 'Message', ' ');
        await walker.press('Refuser le ticket');
        await walker.page.locator('.errs').waitFor();
        assert.equal(await walker.fault('message'), 'Écrivez votre message.');
        await write(walker.page, 'Message', 'Ce matériel n’est pas à l’université.');
        await walker.press('Refuser le ticket');
        assert.match(await statusOf(walker.page), /Refusé/);
      },
    ],
  ],
};

export const managerChapters: readonly Chapter[] = [
  { name: 'Guide du gestionnaire', login: 'marc', gestures: [...handling, ...people] },
  inOneGo,
];
