import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Person } from '../../src/people/person.ts';
import { selectPerson } from '../../src/people/person.ts';
import { around } from '../../src/tickets/dashboard/around.ts';
import { sortKeys } from '../../src/tickets/dashboard/columns.ts';
import {
  type Filter,
  filterQuery,
  involvements,
  modes,
  parseFilter,
  states,
} from '../../src/tickets/dashboard/filter.ts';
import { listTickets, positionAt } from '../../src/tickets/dashboard/list.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Le tableau de bord', () => {
  let world: World;
  let campus: Campus;
  const person = async (id: number) => (await selectPerson(world.db, id)) as Person;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    for (let i = 0; i < 30; i++) await campus.ticketOfLea({ subject: `Sujet ${i}` });
  });
  after(() => world.close());

  it('lists and counts the same tickets for every combination of filters, page after page, in both directions', async () => {
    const marc = await person(campus.marc.id);
    for (const mode of modes)
      for (const state of states)
        for (const involvement of involvements[mode])
          for (const manager of mode === 'managed' ? ['', 'me', String(campus.nadia.id)] : [''])
            for (const category of ['', 'member', String(campus.wifi.id)]) {
              const query = String(new URLSearchParams({ mode, state, involvement, manager, category }));
              const filter = parseFilter(query);
              assert.deepEqual(parseFilter(filterQuery(filter)), filter);
              const all = await listTickets(world.db, marc, filter, { limit: 100 });
              const { counts } = await around(world.db, marc, filter);
              assert.equal(counts[filter.involvement], all.length, query);
              if (state === 'open' && category === '') await walk(marc, filter, all.length);
            }
  });

  async function walk(marc: Person, filter: Filter, expected: number) {
    const whole = await listTickets(world.db, marc, filter, { limit: 100 });
    assert.equal(whole.length, expected);
    const first = await listTickets(world.db, marc, filter, { limit: 10 });
    assert.deepEqual(first, whole.slice(0, 10));
    const last = first.at(-1);
    if (last === undefined) return;
    const second = await listTickets(world.db, marc, filter, { limit: 10, after: positionAt(last, 10) });
    assert.deepEqual(second, whole.slice(10, 20));
    const [start] = second;
    if (start === undefined) return;
    const again = await listTickets(world.db, marc, filter, { limit: 10, before: positionAt(start, 11) });
    assert.deepEqual(again, first);
  }

  it('sorts by every column', async () => {
    const marc = await person(campus.marc.id);
    for (const sort of sortKeys.flatMap((key) => [key, `-${key}`])) {
      const lines = await listTickets(world.db, marc, parseFilter({ mode: 'managed', sort }), { limit: 5 });
      assert.equal(lines.length, 5);
    }
  });

  it('shows the page', async () => {
    const marc = await world.visitor('marc');
    const page = await marc.get('/tickets');
    assert.equal(page.status, 200);
    assert.match(page.text, /Tickets \[1 - 20\] parmi 30/);
    const next = await marc.follow(page, 'Page suivante');
    assert.match(next.text, /Tickets \[21 - 30\] parmi 30/);
    const back = await marc.follow(next, 'Page précédente');
    assert.match(back.text, /Tickets \[1 - 20\] parmi 30/);
  });
});
