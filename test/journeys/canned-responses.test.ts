import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const here = '/canned-responses';

describe('Les réponses enregistrées', () => {
  let world: World;
  let campus: Campus;
  const people = new Map<string, Visitor>();
  const as = (login: string) => people.get(login) ?? assert.fail(login);

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
    for (const login of ['lea', 'marc', 'nadia', 'rose', 'admin']) people.set(login, await world.visitor(login));
  });
  after(() => world.close());

  const add = async (login: string, family: string, title: string, message = 'Bonjour {{propriétaire}}') =>
    as(login).press(await as(login).get(`${here}/new`), 'Enregistrer la réponse', { family, title, message });
  const idOf = async (title: string) => (await world.db('cannedResponses').where({ title }).first('id')).id as number;
  const titles = async (login: string) => (await as(login).get(here)).texts('.rows .title');

  it('chacun voit et change les siennes, celles de ses services ; un administrateur celles de tous', async () => {
    assert.deepEqual((await add('marc', 'personal', 'De Marc')).notices, ['La réponse « De Marc » est enregistrée.']);
    await add('marc', String(campus.dnum.id), 'De la DNUM');
    await add('admin', 'all', 'De tous');
    assert.deepEqual(await titles('marc'), ['De Marc', 'De la DNUM']);
    assert.deepEqual(await titles('nadia'), ['De la DNUM']);
    assert.deepEqual(await titles('rose'), []);
    assert.deepEqual(await titles('admin'), ['De la DNUM', 'De tous']);
    assert.equal((await as('lea').get(here)).status, 403);
  });

  it('ce qui n’est pas à soi n’existe pas, même par une requête forgée', async () => {
    const csrf = (login: string) => as(login).token();
    const strangers = [
      ['nadia', 'De Marc'],
      ['admin', 'De Marc'],
      ['rose', 'De la DNUM'],
      ['marc', 'De tous'],
    ] as const;
    for (const [login, title] of strangers) {
      const id = await idOf(title);
      assert.equal((await as(login).get(`${here}/${id}`)).status, 404, `${login}, ${title}`);
      const forged = { _csrf: await csrf(login), version: '1', family: 'personal', title: 'Volée', message: 'x' };
      for (const act of ['', '/delete', '/move'])
        assert.equal((await as(login).post(`${here}/${id}${act}`, forged)).status, 404, `${login}, ${title}${act}`);
    }
    for (const family of [String(campus.library.id), 'all', 'x']) {
      const refused = await add('marc', family, 'Pour d’autres');
      assert.equal(refused.status, 422, family);
    }
    assert.equal((await world.db('cannedResponses').select('title')).length, 3);
  });

  it('un mot inconnu entre accolades est refusé et nommé, le texte gardé', async () => {
    const refused = await add('marc', 'personal', 'Faute', 'Bonjour {{propriétaire}}, {{prénom}}');
    assert.equal(refused.status, 422);
    assert.match(refused.reason('message'), /« prénom » ne remplace rien/);
    assert.match(refused.value('message'), /\{\{prénom\}\}/);
  });

  it('l’aperçu montre des valeurs d’exemple et n’enregistre rien', async () => {
    const form = await as('marc').get(`${here}/new`);
    const seen = await as('marc').press(form, 'Aperçu', { title: 'Vue', message: 'n°{{numéro}} de {{signature}}' });
    assert.match(seen.text, /n°12345 de Marc Nguyễn/);
    assert.equal(await world.db('cannedResponses').where({ title: 'Vue' }).first(), undefined);
  });

  it('de deux gestionnaires qui changent la même, le second l’apprend et ne perd rien', async () => {
    const id = await idOf('De la DNUM');
    const form = await as('nadia').get(`${here}/${id}`);
    await as('marc').press(await as('marc').get(`${here}/${id}`), 'Enregistrer la réponse', { message: 'De Marc' });
    const told = await as('nadia').press(form, 'Enregistrer la réponse', { message: 'De Nadia' });
    assert.equal(told.status, 409);
    assert.match(told.text, /Pendant ce temps.*De Marc/);
    assert.match(told.value('message'), /De Nadia/);
    await as('nadia').press(told, 'Enregistrer la réponse');
    assert.match((await world.db('cannedResponses').where({ id }).first()).messageHtml, /De Nadia/);
    assert.match((await as('marc').get(`/services/${campus.dnum.id}/changes`)).text, /Réponse enregistrée/);
  });

  it('l’ordre se change, la suppression se confirme', async () => {
    await add('marc', 'personal', 'Seconde');
    await as('marc').press(await as('marc').get(here), 'Monter Seconde');
    assert.deepEqual((await titles('marc')).slice(0, 2), ['Seconde', 'De Marc']);
    const asked = await as('marc').follow(await as('marc').get(here), 'Supprimer Seconde');
    await as('marc').press(asked, 'Supprimer la réponse');
    assert.deepEqual(await titles('marc'), ['De Marc', 'De la DNUM']);
  });
});
