import assert from 'node:assert/strict';
import { chooseAction, read, statusOf, write } from '../gestures.ts';
import type { Gesture } from './gestures-of.ts';

export const answering: readonly Gesture[] = [
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

export const closing: readonly Gesture[] = [
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
