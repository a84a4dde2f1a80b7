import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { aWindow, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';
import {
  attach,
  chooseAction,
  chooseCategory,
  followMail,
  read,
  signIn,
  statusOf,
  write,
  writeRich,
} from './gestures.ts';

const ways = [
  { name: 'sur un grand écran', width: 1280, javaScript: true },
  { name: 'sur un téléphone', width: 390, javaScript: true },
  { name: 'sans JavaScript', width: 1280, javaScript: false },
];

interface Line {
  innerText: string;
  querySelector(selector: string): Line;
}

describe('La vie d’un ticket dans un navigateur', { timeout: 180_000 }, () => {
  let world: World;
  let campus: Campus;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
  });
  after(() => world.close());

  // each sentence goes on where the one before stopped
  for (const way of ways) {
    describe(way.name, { concurrency: false }, () => {
      const subject = `Wifi en B12, ${way.name}`;
      let lea: Page;
      let marc: Page;
      let ticket = '';

      before(async () => {
        [lea, marc] = await Promise.all([aWindow(way), aWindow(way)]);
      });
      afterEach(() => noComplaint(lea, marc));
      after(() => Promise.all([lea, marc].map((page) => page?.context().close())));

      let broken = false;
      const step = (name: string, does: () => Promise<void>) =>
        it(name, async () => {
          assert.ok(!broken, 'what comes before has failed');
          broken = true;
          await does();
          broken = false;
        });

      const heading = (page: Page) => page.getByRole('heading', { level: 1 });
      const press = (page: Page, name: string) =>
        page.getByRole('main').getByRole('button', { name, exact: true }).click();
      const notice = (page: Page) => read(page.locator('main > .note').first());
      const newest = (page: Page) => page.locator('ol.tl > li').first();
      const mail = (page: Page, person: { mail: string }, about: string, link: string | RegExp) =>
        followMail(page, world, { to: person.mail, about, subject, link });

      step('l’étudiante s’identifie, clique sur « Créer un ticket » et sélectionne une catégorie', async () => {
        await lea.goto(world.url);
        await signIn(lea, 'lea');
        assert.equal(await read(heading(lea)), 'Bonjour Léa');
        await lea.getByRole('main').getByRole('link', { name: 'Créer un ticket' }).click();
        await chooseCategory(lea, way, { filter: 'acces wifi', category: 'Accès au wifi' });
        assert.match(await read(lea.locator('.chosen')), /Catégorie sélectionnée : Accès au wifi/);
      });

      step('elle écrit sa demande, et un fichier attaché apparaît dans la liste', async () => {
        await lea.getByLabel('Sujet').fill(subject);
        await writeRich(lea, way);
        await attach(lea, way, { name: 'capture d’écran.txt', content: 'réseau introuvable' });
        assert.match(await read(lea.locator('[data-files] .file')), /capture d’écran\.txt 19 octets/);
      });

      step('changer de catégorie garde le texte et le fichier', async () => {
        await press(lea, 'Modifier la catégorie');
        await chooseCategory(lea, way, { filter: '', category: 'Prêts de livres' });
        assert.match(await read(lea.locator('.chosen')), /Prêts de livres/);
        await press(lea, 'Choisir une autre catégorie');
        await chooseCategory(lea, way, { filter: '', category: 'Accès au wifi' });
        assert.equal(await lea.getByLabel('Sujet').inputValue(), subject);
        assert.match(await lea.locator('[name=message]').inputValue(), /borne/);
        assert.equal(await lea.locator('[data-files] .file').count(), 1);
      });

      step(
        '« Créer le ticket » : le service est prévenu, le texte est mis en forme, rien de dangereux n’y reste',
        async () => {
          await press(lea, 'Créer le ticket');
          assert.equal(await notice(lea), 'Un nouveau ticket a été créé.');
          assert.equal(await read(heading(lea)), subject);
          ticket = new URL(lea.url()).pathname;
          const body = newest(lea).locator('.body.rich');
          assert.equal(await read(body.locator('strong, b')), 'toujours');
          assert.deepEqual(await body.locator('ul > li').allInnerTexts(), ['borne éteinte', 'téléphone aussi']);
          assert.equal(await body.locator('script, [onclick], [style], [class]').count(), 0);
          assert.match(await read(newest(lea).locator('.file')), /capture d’écran\.txt/);
        },
      );

      step('le gestionnaire suit le lien du courriel, s’identifie et arrive sur le ticket', async () => {
        await mail(marc, campus.marc, 'création', /\/tickets\/\d+$/);
        await signIn(marc, 'marc');
        assert.equal(new URL(marc.url()).pathname, ticket);
        assert.match(await statusOf(marc), /Libre/);
      });

      step('il le prend en charge, puis demande une information', async () => {
        await chooseAction(marc, 'gestionnaire', 'Prendre en charge');
        await press(marc, 'Prendre en charge le ticket');
        assert.match(await statusOf(marc), /En cours/);
        await chooseAction(marc, /^ticket/, 'Demander info.');
        await write(marc, 'Message', 'Quelle salle ?');
        await press(marc, 'Demander l’information');
        assert.match(await statusOf(marc), /Incomplet/);
        assert.match(await read(newest(marc)), /Vous avez demandé plus d’information[\s\S]*Quelle salle \?/);
      });

      step('l’étudiante suit le courriel et répond', async () => {
        await mail(lea, campus.lea, 'demande', 'Répondre');
        assert.match(await read(lea.getByRole('region', { name: 'Dernier message' })), /Quelle salle \?/);
        await write(lea, 'Message', 'La salle B12.');
        await press(lea, 'Enregistrer le commentaire');
        assert.match(await statusOf(lea), /En cours/);
      });

      step('le gestionnaire clôt le ticket, ce qu’il confirme', async () => {
        await mail(marc, campus.marc, 'information', /\/tickets\/\d+$/);
        assert.match(await read(newest(marc)), /La salle B12\./);
        await chooseAction(marc, 'statut', 'Clore');
        assert.match(await read(marc.locator('.consequence')), /Confirmez la clôture/);
        await write(marc, 'Commentaire', 'Borne remplacée.');
        await press(marc, 'Clore le ticket');
        assert.match(await statusOf(marc), /Clos/);
      });

      step('refuser la clôture sans motif ne se peut pas : le champ dit pourquoi', async () => {
        await mail(lea, campus.lea, 'clôture', 'Refuser la clôture');
        await write(lea, 'Motif', ' ');
        await press(lea, 'Refuser la clôture');
        assert.match(await lea.title(), /^Erreur\s:/);
        assert.equal(await read(lea.locator('#field-message-error')), 'Indiquez pourquoi vous refusez la clôture.');
        const field = lea.getByRole('textbox', { name: 'Motif' });
        assert.equal(await field.getAttribute('aria-invalid'), 'true');
        assert.match((await field.getAttribute('aria-describedby')) ?? '', /field-message-error/);
      });

      step('avec un motif, le ticket repart', async () => {
        await write(lea, 'Motif', 'Toujours rien.');
        await press(lea, 'Refuser la clôture');
        assert.match(await statusOf(lea), /En cours/);
      });

      step('clos à nouveau, l’étudiante approuve depuis le courriel', async () => {
        await mail(marc, campus.marc, 'refus clôture', /\/tickets\/\d+$/);
        await chooseAction(marc, 'statut', 'Clore');
        await press(marc, 'Clore le ticket');
        await mail(lea, campus.lea, 'clôture', 'Approuver la clôture');
        assert.match(await statusIn(lea), /Clos/);
        await press(lea, 'Approuver la clôture');
        assert.match(await statusOf(lea), /Clos\/approuvé/);
      });

      step('elle ré-ouvre le ticket, et l’historique raconte tout', async () => {
        await chooseAction(lea, 'statut', 'Ré-ouvrir');
        await write(lea, 'Commentaire', 'C’est revenu.');
        await press(lea, 'Ré-ouvrir le ticket');
        assert.match(await statusOf(lea), /En cours/);
        assert.deepEqual(await told(lea), [
          'Vous avez ré-ouvert le ticket',
          'Vous avez approuvé la clôture du ticket',
          'Marc Nguyễn a clos le ticket',
          'Vous avez refusé la clôture',
          'Marc Nguyễn a clos le ticket',
          'Vous avez ajouté un commentaire',
          'Marc Nguyễn a demandé plus d’information',
          'Marc Nguyễn a pris le ticket en charge (précédemment libre)',
          'Vous avez créé le ticket',
        ]);
        await mail(marc, campus.marc, 'ré-ouverture', /\/tickets\/\d+$/);
        assert.equal(new URL(marc.url()).pathname, ticket);
      });
    });
  }
});

/** The state as the page of an action shows it. */
const statusIn = (page: Page) => read(page.locator('.glance .status'));

/** Who did what, newest first, as the history says it, without the dates. */
const told = (page: Page) =>
  page.locator('ol.tl > li > * > header, ol.tl .evt > p:first-child').evaluateAll((lines: Line[]) =>
    lines.map((line) => {
      const date = line.querySelector('time').innerText;
      return line.innerText.replace(date, '').replace(/\s+/g, ' ').trim();
    }),
  );
