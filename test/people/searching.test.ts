import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

interface Answer {
  people: { value: string; label: string; hint: string }[];
  note: string | null;
}

describe('Rechercher une personne, sans annuaire', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'hoeuvrard', name: 'Hélène Œuvrard-L’Héritier' });
    await aPerson(world.db, { login: 'cache', name: 'Hélène Cachée' });
    await aPerson(world.db, { login: 'parti', name: 'Hélène Partie' });
    await world.db('people').where({ login: 'cache' }).update({ unlisted: true });
    await world.db('people').where({ login: 'parti' }).update({ leftAt: new Date() });
    await world
      .db('people')
      .insert({ kind: 'external', displayName: 'Hélène Dehors', mail: 'h.dehors@ailleurs.example' });
    [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
  });
  after(() => world.close());

  const search = async (visitor: Visitor, text: string): Promise<Answer> => {
    const page = await visitor.get(`/people/search?${new URLSearchParams({ q: text })}`, {
      accept: 'application/json',
    });
    assert.equal(page.status, 200);
    return JSON.parse(page.html);
  };
  const names = async (visitor: Visitor, text: string) =>
    (await search(visitor, text)).people.map(({ label }) => label);

  it('trouve un nom sans ses accents, dans tous les ordres, par le début de ses mots', async () => {
    for (const text of ['helene oeuvrard', 'Œuvrard Hélène', 'heri hel', 'OEUV', 'l’heritier'])
      assert.deepEqual(await names(lea, text), ['Hélène Œuvrard-L’Héritier'], text);
    assert.deepEqual(await names(lea, 'euvrard'), [], 'le milieu d’un mot ne suffit pas');
  });

  it('trouve un identifiant ou une adresse entière', async () => {
    assert.deepEqual(await names(lea, 'hoeuvrard'), ['Hélène Œuvrard-L’Héritier']);
    assert.deepEqual(await names(lea, 'HOeuvrard@univ.example'), ['Hélène Œuvrard-L’Héritier']);
    assert.deepEqual(await names(lea, 'hoeuvrard@univ'), []);
  });

  it('demande trois lettres', async () => {
    const answer = await search(lea, ' h-é ');
    assert.deepEqual(answer.people, []);
    assert.equal(answer.note, 'Indiquez au moins trois lettres, un identifiant ou une adresse.');
  });

  it('cache la liste rouge, les comptes externes et les départs aux usagers, et la liste rouge à tous', async () => {
    assert.deepEqual(await names(lea, 'helene'), ['Hélène Œuvrard-L’Héritier']);
    assert.deepEqual(await names(marc, 'helene'), ['Hélène Dehors', 'Hélène Œuvrard-L’Héritier', 'Hélène Partie']);
    assert.deepEqual(await names(lea, 'cache'), []);
    assert.deepEqual(
      await names(marc, 'cache'),
      ['Hélène Cachée'],
      'un gestionnaire qui sait qui il cherche la trouve',
    );
    const { people } = await search(marc, 'helene');
    assert.deepEqual(
      people.map(({ hint }) => hint),
      ['Compte externe · h.dehors@ailleurs.example', 'hoeuvrard', 'parti · a quitté l’établissement'],
    );
  });

  it('ne donne que les premières, et invite à affiner', async () => {
    for (let rank = 0; rank < 25; rank++) await aPerson(world.db, { login: `dup${rank}`, name: 'Jean Dupont' });
    const answer = await search(lea, 'dupont');
    assert.equal(answer.people.length, 20);
    assert.equal(answer.note, 'D’autres personnes répondent : affinez votre recherche.');
  });

  it('ne se laisse pas détourner par ce qu’on y écrit', async () => {
    for (const text of [
      "' or true --",
      'abc:* | def',
      '\\\\abc',
      'abc & !def',
      '%%%',
      '(((abc',
      '<b>abc</b>',
      'abc\0def',
    ])
      assert.deepEqual(await names(lea, text), [], text);
  });

  it('est refusé à qui n’est pas connecté', async () => {
    const page = await (await world.visitor()).get('/people/search?q=dupont', { accept: 'application/json' });
    assert.equal(page.status, 401);
  });

  it('compte les recherches de chacun, pour que personne ne liste l’université', async () => {
    const zoe = await world.visitor('zoe');
    await search(zoe, 'dupont');
    const mine = () => world.db('personSearches').where({ personId: campus.zoe.id });
    assert.deepEqual(
      (await mine()).map(({ count }) => count),
      [1],
    );
    await mine().update({ count: 300 });
    const answer = await search(zoe, 'dupont');
    assert.deepEqual(answer.people, []);
    assert.match(answer.note ?? '', /beaucoup de recherches/);
  });

  it('est aussi une page', async () => {
    const found = await lea.get('/people/search?q=oeuvrard');
    assert.match(found.text, /Hélène Œuvrard-L’Héritierhoeuvrard/);
    assert.match((await lea.get('/people/search?q=zzzz')).text, /Personne ne répond à cette recherche\./);
  });
});
