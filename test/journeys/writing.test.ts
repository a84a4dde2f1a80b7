import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cannedWords, unknownWords } from '../../src/tickets/writing/canned-responses.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('What accompanies who writes', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc] = await Promise.all([world.visitor('lea'), world.visitor('marc')]);
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

  describe('saved responses', () => {
    const aResponse = async (
      facts: { personId?: number; serviceId?: number },
      title: string,
      html = '<p>Bonjour</p>',
    ) => {
      const [made] = await world
        .db('cannedResponses')
        .insert({ ...facts, title, messageHtml: html })
        .returning('id');
      return made.id as number;
    };
    let own: number;
    let elsewhere: number;
    let ofNadia: number;

    before(async () => {
      await aResponse({}, 'Pour tous');
      await aResponse({ serviceId: campus.dnum.id }, 'De la DNUM');
      own = await aResponse(
        { personId: campus.marc.id },
        'De Marc',
        '<p>n°{{numéro}} de {{ propriétaire }} : {{signature}} {{inconnu}}</p>',
      );
      elsewhere = await aResponse({ serviceId: campus.library.id }, 'De la BU');
      ofNadia = await aResponse({ personId: campus.nadia.id }, 'De Nadia');
    });

    it('are offered to the managers of the service: theirs, those of the service, those of all', async () => {
      const ticket = await campus.ticketOfLea();
      const page = await commentPage(marc, ticket);
      assert.deepEqual(page.texts('#field-canned option').slice(1), ['De Marc', 'De la DNUM', 'Pour tous']);
      assert.deepEqual((await commentPage(lea, ticket)).texts('#field-canned'), []);
    });

    it('are inserted after what was typed, filled in for this ticket, and what was typed stays', async () => {
      const ticket = await campus.ticketOfLea();
      const page = await marc.press(await commentPage(marc, ticket), 'Insérer', {
        message: '<p>Tapé avant.</p>',
        audience: 'managers-owner',
        canned: String(own),
      });
      const expected = `<p>Tapé avant.</p><p>n°${ticket.id} de Léa Martin : Marc Nguyễn {{inconnu}}</p>`;
      assert.equal(page.value('message'), expected);
      assert.equal(page.$('[name="audience"]:checked').val(), 'managers-owner');
    });

    it('of another service or of somebody else are not found, whatever the number sent', async () => {
      const ticket = await campus.ticketOfLea();
      for (const canned of [elsewhere, ofNadia]) {
        assert.equal((await marc.get(`/tickets/${ticket.id}/canned-responses/${canned}`)).status, 404);
        const page = await marc.press(await commentPage(marc, ticket), 'Insérer', { canned: String(canned) });
        assert.equal(page.status, 404);
      }
      assert.equal((await marc.get(`/tickets/${ticket.id}/canned-responses/${own}`)).status, 200);
      assert.equal((await lea.get(`/tickets/${ticket.id}/canned-responses/${own}`)).status, 404);
    });

    it('name nobody of an anonymous service', async () => {
      const ticket = await campus.ticketOfLea({ anonymous: true, handlerId: campus.nadia.id, status: 'in-progress' });
      const page = await marc.get(`/tickets/${ticket.id}/canned-responses/${own}`);
      assert.equal(JSON.parse(page.html).html, `<p>n°${ticket.id} de Léa Martin : DNUM {{inconnu}}</p>`);
    });

    it('may only use the words that stand for something, which are escaped', () => {
      assert.deepEqual(unknownWords('<p>{{signature}} {{prénom}} {{ numéro }} {{x}} {{x}}</p>'), ['prénom', 'x']);
      assert.deepEqual(unknownWords(cannedWords.map((word) => `{{${word}}}`).join('')), []);
    });
  });
});
