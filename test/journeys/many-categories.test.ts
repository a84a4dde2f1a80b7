import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { aPerson } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Trois cents services et trois mille catégories', () => {
  let world: World;

  before(async () => {
    world = await aWorld();
    await aPerson(world.db, { login: 'lea' });
    await world.db.raw(`
      insert into services (label, long_label, help, enabled, position)
      select 'S' || n, 'Service ' || md5(n::text), 'Aide ' || md5('s' || n), true, n from generate_series(1, 300) n;
      insert into categories (service_id, label, long_label, help, position)
      select s.id, 'C' || n, 'Demande ' || md5(s.id || ':' || n), 'Pour ' || md5('h' || s.id || n), n
      from services s cross join generate_series(1, 10) n`);
  });
  after(() => world.close());

  it('tiennent dans une page de moins de 200 ko compressés, que l’on filtre sans script', async () => {
    const lea = await world.visitor('lea');
    const page = await lea.get('/tickets/new');
    assert.equal(page.texts('a.leaf').length, 3000);
    const size = gzipSync(page.html).length;
    assert.ok(size < 200_000, `${size} octets`);
    const { longLabel } = await world.db('categories').where({ label: 'C7' }).first('longLabel');
    const form = await lea.get(`/tickets/new?filter=${encodeURIComponent(longLabel)}`);
    assert.match(form.text, /1 pour «/);
  });
});
