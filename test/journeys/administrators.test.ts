import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addAdministrator, removeAdministrator } from '../../src/administration/administrators.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const here = '/administration/administrators';

describe('Les administrateurs', () => {
  let world: World;
  let campus: Campus;
  let chef: { id: number };
  let admin: Visitor;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    chef = await aPerson(world.db, { login: 'chef', name: 'Chef Premier', admin: true });
    [admin, marc] = await Promise.all([world.visitor('chef'), world.visitor('marc')]);
  });
  after(() => world.close());

  const isAdmin = async (id: number) => (await world.db('people').where({ id }).first('isAdmin')).isAdmin;

  it('s’ajoutent par identifiant ou par adresse, se retirent après confirmation, et tout est noté', async () => {
    const page = await admin.press(await admin.get(here), 'Ajouter l’administrateur', { who: 'nadia@univ.example' });
    assert.deepEqual(page.notices, ['Nadia El Amrani est maintenant administrateur.']);
    const nadia = await world.visitor('nadia');
    assert.equal((await nadia.get('/administration/clock')).status, 200);
    const question = await admin.follow(await admin.get(here), 'Retirer Nadia El Amrani');
    assert.equal(await isAdmin(campus.nadia.id), true);
    const after = await admin.press(question, 'Retirer l’administrateur');
    assert.deepEqual(after.notices, ['Nadia El Amrani n’est plus administrateur.']);
    assert.equal((await nadia.get('/administration/clock')).status, 403);
    assert.match(after.text, /Nadia El Amrani a cessé de l’être ?Chef Premier/);
    assert.match(after.text, /Nadia El Amrani est devenu administrateur ?Chef Premier/);
  });

  it('se cherchent par leur nom', async () => {
    const page = await admin.press(await admin.get(here), 'Rechercher', { who: 'passante' });
    assert.match(page.text, /Zoé Passante/);
    assert.equal(await isAdmin(campus.zoe.id), false);
  });

  it('une saisie fautive revient remplie, avec sa raison', async () => {
    const form = await admin.get(here);
    const press = (who: string) => admin.press(form, 'Ajouter l’administrateur', { who });
    const reasons = { '': /Indiquez qui/, inconnu: /inconnu n’est pas connu/, chef: /Chef Premier est déjà/ };
    for (const [who, reason] of Object.entries(reasons)) {
      const page = await press(who);
      assert.equal(page.status, 422, who);
      assert.equal(page.value('who'), who);
      assert.match(page.reason('who'), reason);
    }
    const gone = await aPerson(world.db, { login: 'parti', name: 'Pa Rti' });
    await world.db('people').where({ id: gone.id }).update({ leftAt: new Date() });
    assert.match((await press('parti')).reason('who'), /n’est plus dans l’annuaire/);
    await world.db('people').insert({ kind: 'external', displayName: 'Ada Dehors', mail: 'ada@out.example' });
    assert.match((await press('ada@out.example')).reason('who'), /n’est pas de l’établissement/);
  });

  it('un gestionnaire lit la liste sans pouvoir la changer, même par une demande forgée', async () => {
    const page = await marc.get(here);
    assert.match(page.text, /Chef Premier/);
    assert.equal(page.$('main form').length, 0);
    assert.equal(page.$(`main a[href$="/remove"]`).length, 0);
    const _csrf = await marc.token();
    assert.equal((await marc.post(here, { _csrf, who: 'marc' })).status, 403);
    assert.equal((await marc.post(`${here}/${chef.id}/remove`, { _csrf })).status, 403);
    assert.equal((await (await world.visitor('lea')).get(here)).status, 403);
    assert.equal(await isAdmin(campus.marc.id), false);
    assert.equal(await isAdmin(chef.id), true);
  });

  it('on ne se retire jamais soi-même, donc jamais le dernier', async () => {
    const _csrf = await admin.token();
    assert.equal((await admin.get(`${here}/${chef.id}/remove`)).status, 404);
    assert.equal((await admin.post(`${here}/${chef.id}/remove`, { _csrf })).status, 403);
    assert.equal((await admin.post(`${here}/${campus.lea.id}/remove`, { _csrf })).status, 404);
    assert.equal((await admin.post(`${here}/0/remove`, { _csrf })).status, 404);
    assert.equal(await isAdmin(chef.id), true);
  });

  it('deux qui se retirent l’un l’autre au même moment : il en reste un', async () => {
    const { db } = world;
    const [actorId, at] = [chef.id, new Date()];
    for (let round = 0; round < 5; round++) {
      await addAdministrator(db, { personId: campus.paul.id, actorId, at });
      const results = await Promise.allSettled([
        removeAdministrator(db, { personId: campus.paul.id, actorId, at }),
        removeAdministrator(db, { personId: actorId, actorId: campus.paul.id, at }),
      ]);
      assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      assert.equal(
        await db('people')
          .where({ isAdmin: true })
          .count('id as n')
          .first()
          .then((row) => row?.n),
        1,
      );
      await db('people').where({ id: campus.paul.id }).update({ isAdmin: false });
      await db('people').where({ id: actorId }).update({ isAdmin: true });
    }
  });

  it('le menu et la page d’administration ne montrent que ce que l’on peut ouvrir', async () => {
    const entries = async (login: string) => (await (await world.visitor(login)).get('/')).texts('nav.rail details a');
    assert.deepEqual(await entries('lea'), []);
    assert.deepEqual((await entries('marc')).slice(0, 2), ['Services', 'Réponses enregistrées']);
    for (const visitor of [marc, admin]) {
      const hub = await visitor.get('/administration');
      for (const link of hub.$('main .rows a').toArray()) {
        const href = hub.$(link).attr('href') ?? '';
        assert.equal((await visitor.get(href)).status, 200, href);
      }
    }
    assert.ok(!(await marc.get('/administration')).texts('main .title').includes('Horloge'));
    assert.match((await admin.get('/administration')).text, /Horloge.*Administrateurs : 1\..*Version \d/);
  });
});
