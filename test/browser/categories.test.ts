import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { aWindow, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aManager, aService } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';
import { read, signIn } from './gestures.ts';
import { type Hands, keyboardOf, mouseOf } from './keyboard.ts';

describe('L’arbre des catégories d’un service', { timeout: 300_000 }, () => {
  let world: World;
  let campus: Campus;
  let page: Page;
  let annex: { id: number };

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    annex = await aService(world.db, { label: 'Annexe' });
    await aManager(world.db, annex.id, campus.marc.id);
  });
  afterEach(async () => {
    noComplaint(page);
    await page.context().close();
  });
  after(() => world.close());

  const marcAt = async (path: string, javaScript: boolean) => {
    page = await aWindow({ javaScript });
    await page.goto(world.url);
    await signIn(page, 'marc');
    await page.goto(world.url + path);
  };
  const tree = () => `/services/${campus.dnum.id}/categories`;
  const labels = async () => page.locator('.cats .title').allInnerTexts();
  const said = () => read(page.locator('main'));

  async function journey(label: string, hands: Omit<Hands, 'tabTo'>) {
    await hands.press('Ajouter une catégorie');
    await hands.fill('Label', label);
    await hands.fill('Label long', `${label} de travail`);
    await hands.fill('Aide', 'Écran, clavier, souris');
    await hands.press('Ajouter la catégorie');
    const before = await labels();
    await hands.press(`Monter « ${label} »`);
    assert.deepEqual((await labels()).indexOf(label), before.indexOf(label) - 1);

    await hands.press(label);
    await hands.fill('Label', `${label} fixes`);
    await hands.fill('Sujet des tickets par défaut', 'Panne de');
    await hands.press('Aperçu du ticket type');
    assert.match(await said(), /Ce que le demandeur trouvera déjà écrit.*Panne de/);
    await hands.press('Modifier les propriétés');
    assert.match(await said(), /Les propriétés de la catégorie sont modifiées/);
    const { id } = await world
      .db('categories')
      .where({ label: `${label} fixes` })
      .first('id');

    await hands.press('Membres');
    await hands.press('Ne plus hériter les membres');
    await hands.choose('Gestionnaire à ajouter', 'Nadia');
    await hands.press('Ajouter');
    assert.deepEqual(await world.db('categoryMembers').where({ categoryId: id }).select('personId'), [
      { personId: campus.nadia.id },
    ]);
    await hands.press(`Catégorie ${label} fixes`);
    await redirectAndMove(id, label, hands);
    await deleteIt(id, hands);
  }

  async function redirectAndMove(id: number, label: string, hands: Omit<Hands, 'tabTo'>) {
    const back = { label: `Retour ${label}`, redirectsTo: id, acceptsTickets: false };
    const other = await aCategory(world.db, campus.dnum.id, back);
    await hands.press('Rediriger');
    await hands.choose('Redirection', `Retour ${label}`);
    await hands.press('Rediriger la catégorie');
    assert.match(
      await said(),
      new RegExp(`Boucle de redirection détectée : ${label} fixes → Retour ${label} → ${label}`),
    );
    await world.db('categories').where({ id: other.id }).delete();
    await hands.press('Annuler');
    const ticket = await campus.ticketOfLea({ categoryId: id });
    await hands.press('Déplacer');
    await hands.choose('Nouvelle place', 'Annexe (à la racine)');
    await hands.press('Déplacer la catégorie');
    assert.match(await said(), /La catégorie est déplacée/);
    assert.equal((await world.db('tickets').where({ id: ticket.id }).first('serviceId')).serviceId, annex.id);
  }

  async function deleteIt(id: number, hands: Omit<Hands, 'tabTo'>) {
    const [{ label }] = await world.db('categories').where({ id }).select('label');
    await hands.press(label);
    await hands.tick('Accepter des tickets');
    await hands.tick('Caché à tous les utilisateurs');
    await hands.press('Modifier les propriétés');
    const { acceptsTickets, hidden } = await world.db('categories').where({ id }).first();
    assert.deepEqual({ acceptsTickets, hidden }, { acceptsTickets: false, hidden: true });
    await hands.press('Supprimer');
    await hands.press('Supprimer la catégorie');
    assert.match(await said(), /Elle a des tickets : choisissez la catégorie qui les reçoit/);
    await hands.choose('Déplacer ses tickets vers', 'Wifi');
    await hands.press('Supprimer la catégorie');
    assert.match(await said(), /La catégorie est supprimée/);
  }

  it('se tient au clavier seul, sans perdre sa place', async () => {
    await marcAt(tree(), true);
    await journey('Postes', keyboardOf(page));
    const one = await aCategory(world.db, campus.dnum.id, { label: 'Dernière' });
    await page.goto(world.url + tree());
    const { tabTo } = keyboardOf(page);
    await tabTo('Descendre « Dernière »');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(`document.activeElement.closest('#category-${one.id}') !== null`), 'near what moved');
  });

  it('se tient sans script', async () => {
    await marcAt(tree(), false);
    await journey('Salles', mouseOf(page));
  });
});
