import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aWorld, type World } from '../support/world.ts';

describe('La page d’un ticket, et son budget', () => {
  let world: World;
  let campus: Campus;
  let ticket: { id: number };

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    ticket = await campus.ticketOfLea({ handlerId: campus.marc.id, status: 'in-progress' });
    await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
    await world.db('ticketEvents').insert(
      Array.from({ length: 20 }, (_, rank) => ({
        ticketId: ticket.id,
        batch: randomUUID(),
        action: 'comment',
        actorId: rank % 2 ? campus.lea.id : campus.marc.id,
        at: new Date(),
        messageHtml: `<p>Message ${rank} : ${'des mots, '.repeat(20)}</p>`,
        messageText: `Message ${rank}`,
      })),
    );
  });
  after(() => world.close());

  const asked = async (login: string, path: string) => {
    const visitor = await world.visitor(login);
    await visitor.get(path);
    const statements: string[] = [];
    const note = ({ sql }: { sql: string }) => statements.push(sql);
    world.db.on('query', note);
    const page = await visitor.get(path);
    world.db.off('query', note);
    return { page, statements };
  };

  for (const login of ['marc', 'lea', 'gil']) {
    it(`est lue en six requêtes au plus, pour ${login}, et pèse moins de 60 ko pour vingt messages`, async () => {
      const { page, statements } = await asked(login, `/tickets/${ticket.id}`);
      assert.equal(page.status, 200);
      const told = statements.map((sql) => sql.replace(/\s+/g, ' ').trim().slice(0, 90)).join('\n');
      assert.ok(statements.length > 0 && statements.length <= 6, `${statements.length} statements:\n${told}`);
      assert.equal(new Set(statements).size, statements.length, 'none is repeated');
      assert.ok(Buffer.byteLength(page.html) < 60_000, `${Buffer.byteLength(page.html)} bytes`);
    });
  }
});
