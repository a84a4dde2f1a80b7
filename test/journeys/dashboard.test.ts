import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Person, selectPerson } from '../../src/people/person.ts';
import { wholePage } from '../../src/tickets/dashboard/around.ts';
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
import { endOf } from '../../src/tickets/dashboard/page.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const day = 86_400_000;

describe('Le tableau de bord', () => {
  let world: World;
  let campus: Campus;
  let marc: Visitor;
  let lea: Visitor;
  let reader: Person;

  const list = async (query: Record<string, unknown>, person = reader) =>
    (await listTickets(world.db, person, parseFilter({ mode: 'managed', ...query }), { limit: 100 })).map(
      ({ subject }) => subject,
    );

  /** One ticket for each case that the filters tell apart. */
  async function aBoard() {
    const { db } = world;
    const { dnum, wifi, marc, nadia, rose, library, loans } = campus;
    const below = await aCategory(db, dnum.id, { label: 'Bornes', parentId: wifi.id });
    const others = await aCategory(db, dnum.id, { label: 'Serveurs', inheritsMembers: false });
    await db('categoryMembers').insert({ categoryId: others.id, personId: nadia.id });
    const at = (days: number) => ({
      createdAt: new Date(Date.now() - days * day),
      lastActionAt: new Date(Date.now() - days * day),
    });
    const ticket = campus.ticketOfLea;
    await ticket({ subject: 'libre', ...at(1) });
    await ticket({ subject: 'libre ailleurs', categoryId: others.id, ...at(2) });
    await ticket({
      subject: 'à Marc',
      status: 'in-progress',
      handlerId: marc.id,
      categoryId: below.id,
      priority: 5,
      ...at(3),
    });
    await ticket({
      subject: 'à Nadia',
      status: 'in-progress',
      handlerId: nadia.id,
      effectiveVisibility: 'intranet',
      ...at(4),
    });
    await ticket({ subject: 'clos par Marc', status: 'approved', handlerId: marc.id, ...at(5) });
    await ticket({ subject: 'archivé', status: 'approved', handlerId: marc.id, archivedAt: new Date(), ...at(60) });
    const loan = { serviceId: library.id, categoryId: loans.id, creationServiceId: library.id };
    const invited = await ticket({
      subject: 'invité à la BU',
      ...loan,
      handlerId: rose.id,
      status: 'in-progress',
      ...at(6),
    });
    await db('ticketGuests').insert({ ticketId: invited.id, personId: marc.id });
    await ticket({ subject: 'sujet de la BU', ...loan, effectiveVisibility: 'subject-only', ...at(7) });
    return { below };
  }

  let board: Awaited<ReturnType<typeof aBoard>>;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    board = await aBoard();
    marc = await world.visitor('marc');
    lea = await world.visitor('lea');
    reader = (await selectPerson(world.db, campus.marc.id)) as Person;
  });
  after(() => world.close());

  it('lists what each implication means, with and without a manager', async () => {
    const means: Record<string, [Record<string, unknown>, string[]]> = {
      'by default, mine, free in my categories, and where I am invited': [{}, ['libre', 'à Marc', 'invité à la BU']],
      'free, whatever the category': [{ involvement: 'free' }, ['libre', 'libre ailleurs']],
      'managed by anybody': [{ involvement: 'managed' }, ['à Marc', 'à Nadia']],
      'managed by me': [{ involvement: 'managed', manager: 'me' }, ['à Marc']],
      'managed by another': [{ involvement: 'managed', manager: campus.nadia.id }, ['à Nadia']],
      'managed by another, or free': [
        { involvement: 'managed-or-free', manager: campus.nadia.id },
        ['libre', 'libre ailleurs', 'à Nadia'],
      ],
      'mine or where I am invited': [{ involvement: 'managed-or-invited' }, ['à Marc', 'invité à la BU']],
      'the categories of another': [{ manager: campus.nadia.id }, ['libre', 'libre ailleurs', 'à Nadia']],
      'a manager of none of my services': [{ involvement: 'all', manager: campus.rose.id }, []],
      'a category with those below': [{ involvement: 'all', category: campus.wifi.id }, ['libre', 'à Marc', 'à Nadia']],
      'a category below': [{ involvement: 'all', category: board.below.id }, ['à Marc']],
      'the categories that I belong to': [{ involvement: 'all', category: 'member' }, ['libre', 'à Marc', 'à Nadia']],
      'closed, not archived': [{ involvement: 'all', state: 'closed' }, ['clos par Marc']],
      archived: [{ state: 'archived' }, ['archivé']],
      'a service that I do not manage': [{ involvement: 'all', service: campus.library.id }, []],
    };
    for (const [what, [query, expected]] of Object.entries(means)) assert.deepEqual(await list(query), expected, what);
  });

  it('lists to a requester what is his, and the subjects that are shown to all', async () => {
    const gil = (await selectPerson(world.db, campus.gil.id)) as Person;
    const mine = { mode: 'mine', involvement: 'all' };
    assert.deepEqual(await list(mine, gil), ['à Nadia', 'sujet de la BU']);
    const page = await (await world.visitor('gil')).get('/tickets?mode=mine&involvement=all');
    assert.equal(page.$('.tt a:contains("sujet de la BU")').length, 0, 'the subject alone is no link');
    assert.equal(page.$('.tt input').length, 1);
    const [shown] = page.texts('.tt tr:contains("sujet de la BU")');
    assert.doesNotMatch(shown ?? '', /Léa|Rose/);
    assert.deepEqual(await list({ mode: 'managed' }, gil), [], 'who manages nothing has no such list');
  });

  it('lists and counts the same tickets for every combination of filters, in every order, page after page, both ways', async () => {
    const combinations = modes.flatMap((mode) =>
      states.flatMap((state) =>
        involvements[mode].flatMap((involvement) =>
          ['', 'me', String(campus.nadia.id)].map((manager) => ({ mode, state, involvement, manager })),
        ),
      ),
    );
    for (const [rank, combination] of combinations.entries()) {
      const category = ['', 'member', String(campus.wifi.id)][rank % 3];
      const filter = parseFilter({ ...combination, category });
      assert.deepEqual(parseFilter(filterQuery(filter)), filter);
      const all = await listTickets(world.db, reader, filter, { limit: 100 });
      const { found, beside } = await wholePage(world.db, reader, filter, { limit: 100 });
      assert.deepEqual(found, all);
      const { counts } = beside;
      assert.equal(counts[filter.involvement], all.length, filterQuery(filter));
    }
    for (const sort of [
      'modified',
      '-modified',
      ...sortKeys.map((key, rank) => `${rank % 2 ? '-' : ''}${key},-priority`),
    ])
      await walk(parseFilter({ mode: 'managed', involvement: 'all', state: 'all', sort }));
  });

  async function walk(filter: Filter) {
    const whole = await listTickets(world.db, reader, filter, { limit: 100 });
    assert.equal(whole.length, 5);
    const [, second, third] = whole;
    assert.ok(second && third);
    const after = await listTickets(world.db, reader, filter, { limit: 2, after: positionAt(second, 2) });
    assert.deepEqual(after, whole.slice(2, 4));
    const before = await listTickets(world.db, reader, filter, { limit: 2, before: positionAt(third, 3) });
    assert.deepEqual(before, whole.slice(0, 2));
    const last = await listTickets(world.db, reader, filter, {
      limit: 2,
      before: endOf(filter, { count: 5, more: false }),
    });
    assert.deepEqual(last, whole.slice(-2));
  }

  it('keeps microseconds when it turns a page', async () => {
    await world.db.raw(
      `update tickets set last_action_at = date_trunc('second', now()) + id * interval '1 microsecond' where status = 'in-progress'`,
    );
    const filter = parseFilter({ mode: 'managed', involvement: 'managed' });
    const [first] = await listTickets(world.db, reader, filter, { limit: 1 });
    assert.ok(first);
    const next = await listTickets(world.db, reader, filter, { limit: 5, after: positionAt(first, 1) });
    assert.deepEqual(
      next.map(({ subject }) => subject),
      ['à Marc'],
    );
  });

  /** Sends the form of the filters, which is one that reads. */
  const filtered = (page: Page, changes: Record<string, string>) =>
    marc.get(`/tickets?${new URLSearchParams({ ...page.formOfButton('Filtrer').fields, ...changes })}`);

  it('filters, sorts and rearranges its columns by links and forms alone, all of it in the address', async () => {
    const page = await marc.get('/tickets');
    assert.deepEqual(page.texts('.tabs a'), [
      'Tickets gérés, invité ou libres 3',
      'Tickets gérés ou libres 4',
      'Tickets libres 2',
      'Tickets gérés 2',
      'Tickets gérés ou invité 2',
      'Tous les tickets 4',
    ]);
    const free = await marc.follow(page, 'Tickets libres');
    assert.equal(free.path, '/tickets?mode=managed&state=open&involvement=free');
    const inService = await filtered(free, { service: String(campus.dnum.id), state: 'all' });
    assert.equal(inService.path, `/tickets?mode=managed&state=all&involvement=free&service=${campus.dnum.id}`);
    const inCategory = await filtered(inService, { category: String(campus.wifi.id) });
    assert.match(inCategory.text, /Tickets \[1 - 1\] parmi 1/);
    const elsewhere = await filtered(inCategory, { service: '' });
    assert.doesNotMatch(elsewhere.path, /category/, 'a category of a service that is no longer chosen');
    const sorted = await marc.follow(await marc.follow(elsewhere, 'Priorité'), 'Sujet');
    assert.match(sorted.path, /sort=subject,-priority,-modified/);
    assert.equal(sorted.$('[aria-sort=ascending]').text().trim().startsWith('Sujet'), true);
    const edited = await marc.get(sorted.$('.filters-line a:contains("Modifier les colonnes")').attr('href') ?? '');
    const without = await marc.get(edited.$('[aria-label="Supprimer la colonne Priorité"]').attr('href') ?? '');
    const origin = await marc.follow(without, 'Service d’origine');
    const done = await marc.follow(origin, 'Quitter le mode édition');
    assert.match(done.path, /columns=id,subject,category,owner,handler,status,modified,origin$/);
    assert.equal(done.texts('thead th').includes('Origine'), true);
    const empty = await marc.get('/tickets?mode=managed&involvement=free&state=closed&category=member');
    assert.match((await marc.follow(empty, 'Effacer les filtres')).path, /involvement=free$/);
    const none = await lea.get('/tickets?mode=mine&involvement=watched');
    assert.deepEqual(none.texts('main .empty a'), ['Voir aussi les tickets clos', 'Créer un ticket']);
  });

  it('counts no further than it must, and tells so', async () => {
    const page = await lea.get('/tickets?size=10&after=40-1-1');
    assert.match(page.text, /Aucun ticket ne correspond/);
    assert.match((await lea.follow(page, 'Revenir à la première page')).text, /Tickets \[1 - 6\] parmi 6/);
  });

  it('marks lines read and unread, keeps bookmarks, marks a whole list as read', async () => {
    const address = '/tickets?mode=managed&state=all&involvement=all';
    // the bar for several tickets has buttons of the same name as the menu of a line
    const lines = (page: Page) => {
      page.$('.bulk').remove();
      return page;
    };
    const page = lines(await marc.get(address));
    assert.equal(page.texts('tr.unread').length, 5);
    const read = lines(await marc.press(page, 'Marquer comme lu'));
    assert.equal(read.path, address, 'it comes back to the list');
    assert.equal(read.texts('tr.unread').length, 4);
    assert.equal((await marc.press(read, 'Marquer comme non lu')).texts('tr.unread').length, 5);
    const kept = lines(await marc.press(page, 'Ajouter un signet'));
    assert.equal(kept.path, address);
    assert.equal((await marc.press(kept, 'Supprimer le signet')).path, address);
    const all = await marc.press(await marc.get('/tickets?mode=managed&involvement=free'), 'Marquer tous comme lus');
    assert.deepEqual(all.notices, ['2 tickets marqués comme lus.']);
    assert.equal((await marc.get(address)).texts('tr.unread').length, 3);
  });

  it('ignores what an address says that it cannot mean', async () => {
    for (const query of [
      'mode=x&state=y&sort=z,,-&columns=&size=1e9&after=1&service=a&category=-1',
      'after[]=1&sort[]=2',
      'manager=99999999999999999999',
    ])
      assert.equal((await marc.get(`/tickets?${query}`)).status, 200, query);
    assert.equal((await lea.get('/tickets?mode=managed')).$('.seg').length, 0);
  });
});
