import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aManager } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const readersShown = (page: Page) => page.texts('[data-sentence]')[0] ?? '';

describe('What accompanies who writes', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let nadia: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc, nadia] = await Promise.all([world.visitor('lea'), world.visitor('marc'), world.visitor('nadia')]);
  });
  after(() => world.close());

  const commentPage = (visitor: Visitor, ticket: { id: number }) =>
    visitor.get(`/tickets/${ticket.id}/actions/comment`);

  describe('drafts', () => {
    it('are found again in another browser, and disappear when sent', async () => {
      const ticket = await campus.ticketOfLea();
      const kept = await lea.press(await commentPage(lea, ticket), 'Enregistrer le brouillon', {
        message: '<p>Je précise <script>alert(1)</script><b>ceci</b></p>',
      });
      assert.deepEqual(kept.notices, ['Le brouillon est enregistré : vous pouvez quitter cette page.']);
      const other = await world.visitor('lea');
      const page = await other.get(`/tickets/${ticket.id}`);
      assert.match(page.value('message'), /<p>Je précise <b>ceci<\/b><\/p>/);
      assert.match(page.text, /Brouillon enregistré .*, repris/);
      await other.press(page, 'Enregistrer le commentaire');
      assert.equal((await commentPage(lea, ticket)).value('message'), '');
      assert.equal((await world.db('drafts').where({ ticketId: ticket.id })).length, 0);
    });
  });

  it('readers', async () => {
    const ticket = await campus.ticketOfLea();
    console.log(readersShown(await commentPage(lea, ticket)));
    console.log(readersShown(await commentPage(marc, ticket)));
    console.log((await commentPage(marc, ticket)).texts('.radios__help'));
    assert.ok(nadia && aManager);
  });
});
