import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { accessible } from '../support/accessibility.ts';
import { aWindow, noComplaint, type Page } from '../support/browser.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';
import { signIn } from './gestures.ts';
import { keyboardOf } from './keyboard.ts';

describe('Les gestionnaires d’un service, au clavier seul', { timeout: 120_000 }, () => {
  let world: World;
  let campus: Campus;
  let marc: Page;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.nadia.id });
    marc = await aWindow();
    await marc.goto(world.url);
    await signIn(marc, 'marc');
  });
  afterEach(() => noComplaint(marc));
  after(async () => {
    await marc?.context().close();
    await world.close();
  });

  it('ajouter, régler, puis supprimer en donnant les tickets', async () => {
    const { tabTo, press, fill, tick, choose } = keyboardOf(marc);
    await marc.goto(`${world.url}/services/${campus.dnum.id}`);
    await accessible(marc, 'la liste des gestionnaires');
    await press('Ajouter un gestionnaire');
    await fill('Identifiant ou adresse électronique', 'zoe@univ.example');
    await press('Ajouter un gestionnaire');
    await accessible(marc, 'les privilèges');
    await tick('peut gérer les gestionnaires');
    await press('Mettre à jour le gestionnaire');
    const zoe = await world.db('serviceManagers').where({ personId: campus.zoe.id }).first();
    assert.ok(zoe.privileges.includes('manage-managers'));
    await press('Nadia El Amrani');
    await press('Supprimer le gestionnaire');
    await accessible(marc, 'la suppression');
    await tabTo('Ré-assigner automatiquement');
    await marc.keyboard.press('ArrowDown');
    await marc.keyboard.press('ArrowDown');
    await choose('Assigner à', 'Zoé');
    await press('Supprimer le gestionnaire');
    const { handlerId } = await world.db('tickets').first('handlerId');
    assert.equal(handlerId, campus.zoe.id);
  });
});
