import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';
import { steady } from './probe.ts';
import { lists } from './surfaces.ts';

describe('Confidential tickets change nothing for who may not read them', () => {
  let world: World;
  let campus: Campus;
  let secret: { id: number };
  let ticket: { id: number };
  const visitors = new Map<string, Visitor>();

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await world.db('people').where({ id: campus.rose.id }).update({ isAdmin: true });
    secret = await aCategory(world.db, campus.dnum.id, { confidential: true, inheritsMembers: false });
    await world.db('categoryMembers').insert({ categoryId: secret.id, personId: campus.nadia.id });
    ticket = await campus.ticketOfLea();
    for (const login of ['marc', 'rose', 'zoe', 'gil', 'nadia']) visitors.set(login, await world.visitor(login));
  });
  after(() => world.close());

  /** More than the counters count, in every state, the newest of all; with mails that failed. */
  const fileSecretly = () =>
    world.db.raw(
      `with filed as (
         insert into tickets (subject, status, service_id, category_id, creation_service_id, owner_id, creator_id, handler_id,
           effective_visibility, closed_at)
         select 'Secret ' || n, case when n % 3 = 0 then 'closed' else 'free' end, :service, :category, :service, :owner, :owner,
           case when n % 3 = 0 then cast(:marc as integer) end, 'public', case when n % 3 = 0 then now() end
         from generate_series(1, 1500) n
         returning id
       ), told as (
         insert into ticket_watches (ticket_id, person_id) select id, :marc from filed
       )
       insert into emails (key, name, reason, ticket_id, batch, person_id, failed_at, last_error)
       select 'event:' || id, 'ticket-news', 'owner', id, :batch, :owner, now(), 'refused' from filed limit 20`,
      {
        service: campus.dnum.id,
        category: secret.id,
        owner: campus.paul.id,
        marc: campus.marc.id,
        batch: randomUUID(),
      },
    );

  const pages = () => [
    ...lists,
    '/preferences/report',
    ...['next', 'previous', 'next-unread', 'owner-tickets'].map((tab) => `/tickets/${ticket.id}/${tab}`),
  ];

  const seenBy = async (visitor: Visitor) => {
    const seen: Record<string, string> = {};
    for (const address of pages()) {
      const { html, status } = await visitor.get(address);
      seen[address] = `${status} ${steady(html).replace(/<time[^>]*>[^<]*<\/time>|[0-9a-f]{8}-[0-9a-f-]{27}/g, '')}`;
    }
    return seen;
  };

  it('neither in the lists, nor in the counters, nor from one ticket to the next', async () => {
    const strangers = ['marc', 'rose', 'zoe', 'gil'].map((login) => visitors.get(login) as Visitor);
    // read once, so that what is new at a first reading is not new any more
    for (const visitor of strangers) await seenBy(visitor);
    const before = await Promise.all(strangers.map(seenBy));
    await fileSecretly();
    const afterwards = await Promise.all(strangers.map(seenBy));
    for (const [rank, seen] of afterwards.entries()) {
      for (const [address, html] of Object.entries(seen)) assert.equal(html, before[rank]?.[address], address);
    }
  });

  it('while a member of the category sees them all', async () => {
    const nadia = visitors.get('nadia') as Visitor;
    assert.match((await nadia.get('/tickets?mode=managed')).text, /Secret 1\d\d\d/);
    // counts are capped
    assert.match((await nadia.get('/')).text, /Tickets libres49\+/);
  });
});
