import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { noRules, nothingShown, purposes } from '../../src/services/visibility/rules.ts';
import { editRules } from '../../src/services/visibility/versions.ts';
import { aPerson } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Trois cents services et trois mille catégories', () => {
  let world: World;

  before(async () => {
    world = await aWorld();
    await aPerson(world.db, { login: 'lea' });
    await aPerson(world.db, { login: 'ada', admin: true });
    await world.db.raw(`
      insert into services (label, long_label, help, enabled, position)
      select 'S' || n, 'Service ' || md5(n::text), 'Aide ' || md5('s' || n), true, n from generate_series(1, 300) n;
      insert into categories (service_id, label, long_label, help, position)
      select s.id, 'C' || n, 'Demande ' || md5(s.id || ':' || n), 'Pour ' || md5('h' || s.id || n), n
      from services s cross join generate_series(1, 10) n`);
  });
  after(() => world.close());

  const firstOf = async (serviceId: number) => (await world.db('categories').where({ serviceId }).first('id')).id;

  const asked = async (visitor: Visitor, path: string) => {
    await visitor.get(path);
    let statements = 0;
    const count = () => statements++;
    world.db.on('query', count);
    const page = await visitor.get(path);
    world.db.off('query', count);
    return { page, statements };
  };

  it('tiennent dans une page légère, un service à la fois, que l’on filtre et déplie sans script', async () => {
    const lea = await world.visitor('lea');
    const page = await lea.get('/tickets/new');
    assert.equal(page.texts('#categories > li > a .tree__name').length, 300);
    assert.equal(page.texts('a.leaf').length, 0);
    assert.ok(page.html.length < 200_000, `${page.html.length} caractères`);
    const [name = ''] = page.texts('#categories > li > a .tree__name').slice(6);
    const unfolded = await lea.follow(page, name);
    assert.equal(unfolded.texts('#branch-6 > details[open] a.leaf').length, 10);
    assert.equal(unfolded.texts('#categories > li > a').length, 299);
    const { longLabel } = await world.db('categories').where({ label: 'C7' }).first('longLabel');
    const form = await lea.get(`/tickets/new?filter=${encodeURIComponent(longLabel)}`);
    assert.match(form.text, /1 pour «/);
    const many = await lea.get('/tickets/new?filter=demande');
    assert.match(many.text, /3000 pour « demande »/);
    assert.match(many.text, /Les 100 premières seulement/);
    assert.equal(many.texts('a.leaf').length, 100);
    assert.equal((await lea.get('/tickets/new?service=x')).texts('#categories > li > a').length, 300);
  });

  it('montrés par cent règles, ne demandent pas une requête de plus que sans règle', async () => {
    const lea = await world.visitor('lea');
    const { statements: without } = await asked(lea, '/tickets/new');
    const services: { id: number }[] = await world.db('services').select('id').orderBy('id');
    const actorId = (await world.db('people').where({ login: 'ada' }).first('id')).id;
    const rules = Array.from({ length: 100 }, (_, rank) => ({
      id: randomUUID(),
      name: `Règle ${rank}`,
      description: '',
      enabled: true,
      groups: [[{ kind: 'login' as const, not: rank % 2 === 1, pattern: 'l?a' }]],
      purposes: [...purposes],
      ...nothingShown,
      services: services.slice(rank * 3, rank * 3 + 3).map(({ id }) => id),
      stops: false,
    }));
    const edit = { done: 'imported', about: '', actorId, at: new Date() } as const;
    assert.equal((await editRules(world.db, edit, () => ({ ...noRules, rules }))).done, true);
    const { page, statements } = await asked(lea, '/tickets/new');
    assert.equal(page.texts('#categories .tree__name').length, 150);
    assert.equal(statements, without);
    await world.db('visibilityVersions').delete();
    await world.db('serviceVisibility').update({ restricts: false, version: randomUUID() });
  });

  it('se lisent et se filtrent par un administrateur en quelques requêtes, de même un arbre de trois cents catégories', async () => {
    const [{ id }] = await world.db('services').where({ label: 'S1' }).select('id');
    await world.db.raw(
      `insert into categories (service_id, parent_id, label, long_label, position)
       select c.service_id, c.id, 'Sous ' || n, 'Sous ' || n, n from categories c cross join generate_series(1, 29) n
       where c.service_id = ?`,
      [id],
    );
    const ada = await world.visitor('ada');
    const { page: list, statements } = await asked(ada, '/services');
    assert.equal(list.texts('.rows .title').length, 300);
    const { page: tree, statements: ofTree } = await asked(ada, `/services/${id}/categories`);
    assert.equal(tree.texts('.cats .title').length, 300);
    for (const [page, count] of [
      [list, statements],
      [tree, ofTree],
    ] as const) {
      assert.ok(count <= 6, `${page.path}: ${count} statements`);
      const size = gzipSync(page.html).length;
      assert.ok(size < 40_000, `${page.path}: ${size} octets`);
    }
    assert.equal((await ada.get('/services?filter=S299')).texts('.rows .title').length, 1);
    const move = await ada.get(`/services/${id}/categories/${await firstOf(id)}/move`);
    assert.ok(gzipSync(move.html).length < 100_000, 'the places where a category may go');
  });
});
