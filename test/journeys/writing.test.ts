import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { cannedWords, unknownWords } from '../../src/tickets/writing/canned-responses.ts';
import { cleanUp } from '../../src/worker/clean-up.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aManager, aService } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
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

    const keep = (visitor: Visitor, page: Page, message: string) =>
      visitor.press(page, 'Enregistrer le brouillon', { message });

    it('of one window do not overwrite those of another', async () => {
      const ticket = await campus.ticketOfLea();
      const [first, second] = [await commentPage(lea, ticket), await commentPage(lea, ticket)];
      await keep(lea, first, 'Écrit dans la première');
      assert.equal((await keep(lea, first, 'Écrit dans la première')).status, 200, 'a page that saves the same again');
      const refused = await keep(lea, second, 'Écrit dans la seconde');
      assert.equal(refused.status, 422);
      assert.match(refused.text, /modifié dans une autre fenêtre/);
      assert.match(refused.value('message'), /Écrit dans la seconde/);
      assert.match((await commentPage(lea, ticket)).value('message'), /première/);
    });

    it('are nobody else’s, and are shown only while one may open the ticket', async () => {
      const ticket = await campus.ticketOfLea();
      await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
      const gil = await world.visitor('gil');
      await keep(gil, await commentPage(gil, ticket), 'Secret de Gil');
      for (const visitor of [lea, marc])
        assert.doesNotMatch((await commentPage(visitor, ticket)).html, /Secret de Gil/);
      await world.db('ticketGuests').where({ ticketId: ticket.id }).delete();
      assert.equal((await gil.get(`/tickets/${ticket.id}/actions/comment/draft`)).status, 404);
      assert.equal((await commentPage(gil, ticket)).status, 404);
    });

    it('survive what others do meanwhile, which is told', async () => {
      const ticket = await campus.ticketOfLea();
      await keep(lea, await commentPage(lea, ticket), 'Commencé avant');
      await marc.press(await marc.get(`/tickets/${ticket.id}/actions/take-charge`), 'Prendre en charge le ticket');
      const page = await commentPage(lea, ticket);
      assert.match(page.value('message'), /Commencé avant/);
      assert.match(page.text, /Pendant ce temps, ce ticket a changé/);
      const done = await lea.press(page, 'Enregistrer le commentaire');
      assert.deepEqual(done.notices, ['Votre commentaire est enregistré.']);
    });

    it('survive a session that ends', async () => {
      const ticket = await campus.ticketOfLea();
      const away = await world.visitor('lea');
      const page = await commentPage(away, ticket);
      const saved = await away.post(
        `/tickets/${ticket.id}/actions/comment/draft`,
        {},
        { headers: { accept: 'application/json' } },
      );
      assert.equal(saved.status, 403);
      away.forgetCookies();
      const doors = await keep(away, page, 'Écrit trop tard');
      const back = await away.chooseAccount(doors, 'lea');
      assert.match(back.value('message'), /Écrit trop tard/);
      await away.press(back, 'Enregistrer le commentaire');
      assert.match((await lea.get(`/tickets/${ticket.id}`)).text, /Écrit trop tard/);
    });

    it('are abandoned with their files; those forgotten are taken away', async () => {
      const ticket = await campus.ticketOfLea();
      const address = `/tickets/${ticket.id}/actions/comment`;
      const file = new File(['x'], 'capture.txt', { type: 'text/plain' });
      await lea.press(await lea.get(address), 'Transférer', { message: 'Avec un fichier', files: file });
      const page = await lea.get(address);
      assert.match(page.text, /capture\.txt/);
      const left = await lea.press(page, 'Abandonner le brouillon');
      assert.deepEqual(left.notices, ['Le brouillon est abandonné.']);
      assert.equal(left.value('message'), '');
      assert.equal((await world.db('attachments').where({ name: 'capture.txt' })).length, 0);
      await keep(lea, await lea.get(address), 'Oublié');
      await cleanUp(world.db, path.join(world.config.dataDir, 'files'), new Date(Date.now() + 31 * 86_400_000));
      assert.equal((await lea.get(address)).value('message'), '');
    });

    it('send their files with the text', async () => {
      const ticket = await campus.ticketOfLea();
      const address = `/tickets/${ticket.id}/actions/comment`;
      const file = new File(['x'], 'joint.txt', { type: 'text/plain' });
      await lea.press(await lea.get(address), 'Transférer', { message: 'Avec un fichier', files: file });
      const done = await lea.press(await lea.get(address), 'Enregistrer le commentaire');
      assert.match(done.text, /joint\.txt/);
    });
  });

  describe('presence', () => {
    const sign = async (visitor: Visitor, ticket: { id: number }, writing = '') => {
      const _csrf = (await commentPage(visitor, ticket)).value('_csrf');
      return visitor.post(`/tickets/${ticket.id}/presence`, { _csrf, writing });
    };

    it('is told among managers of the service, and to nobody else', async () => {
      const ticket = await campus.ticketOfLea();
      const nadia = await world.visitor('nadia');
      assert.equal(JSON.parse((await sign(marc, ticket, '1')).html).said, '');
      assert.equal(JSON.parse((await sign(nadia, ticket)).html).said, 'Marc Nguyễn est en train d’écrire.');
      assert.equal(JSON.parse((await sign(lea, ticket)).html).said, '');
      assert.equal(
        JSON.parse((await sign(marc, ticket)).html).said,
        'Nadia El Amrani a aussi ce ticket sous les yeux.',
      );
      assert.equal((await lea.get(`/tickets/${ticket.id}`)).texts('[data-presence]').length, 0);
      await world.db('ticketPresences').update({ seenAt: new Date(Date.now() - 120_000) });
      assert.equal(JSON.parse((await sign(nadia, ticket)).html).said, '');
    });
  });

  describe('who will read', () => {
    const said = async (visitor: Visitor, ticket: { id: number }, audience: string) =>
      JSON.parse((await visitor.get(`/tickets/${ticket.id}/readers?audience=${audience}`)).html);
    const inviteGil = (ticket: { id: number }) =>
      world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
    const everyone = 'Pourra lire : toute personne connectée à qui ce service est montré.';
    const managers = 'les 2 autres gestionnaires du service DNUM';

    it('is said of each audience, on a private ticket', async () => {
      const ticket = await campus.ticketOfLea();
      await inviteGil(ticket);
      const expected = {
        everyone: `Pourront lire : Léa Martin (propriétaire), 1 invité (Gil Invité), ${managers}.`,
        'managers-owner-guests': `Pourront lire : Léa Martin (propriétaire), 1 invité (Gil Invité), ${managers}.`,
        'managers-owner': `Pourront lire : Léa Martin (propriétaire), ${managers}.`,
        'managers-guests': `Pourront lire : 1 invité (Gil Invité), ${managers}.`,
        managers: `Pourront lire : ${managers}.`,
      };
      for (const [audience, sentence] of Object.entries(expected))
        assert.equal((await said(marc, ticket, audience)).sentence, sentence, audience);
    });

    it('is everybody where the ticket and the text are public, and only there', async () => {
      const ticket = await campus.ticketOfLea({ effectiveVisibility: 'public' });
      assert.equal((await said(marc, ticket, 'everyone')).sentence, everyone);
      assert.equal((await said(lea, ticket, 'everyone')).sentence, everyone);
      assert.equal((await said(marc, ticket, 'managers')).sentence, `Pourront lire : ${managers}.`);
      const intranet = await campus.ticketOfLea({ effectiveVisibility: 'intranet' });
      const sentence = 'Pourra lire : toute personne de l’établissement à qui ce service est montré.';
      assert.equal((await said(marc, intranet, 'everyone')).sentence, sentence);
    });

    it('is the members alone in a confidential category', async () => {
      const category = await aCategory(world.db, campus.dnum.id, { confidential: true, inheritsMembers: false });
      for (const { id } of [campus.marc, campus.nadia])
        await world.db('categoryMembers').insert({ categoryId: category.id, personId: id });
      const ticket = await campus.ticketOfLea({ categoryId: category.id, effectiveVisibility: 'public' });
      const member = 'le seul autre membre de la catégorie confidentielle';
      assert.equal((await said(marc, ticket, 'managers')).sentence, `Pourra lire : ${member}.`);
      assert.equal(
        (await said(marc, ticket, 'everyone')).sentence,
        `Pourront lire : Léa Martin (propriétaire), ${member}.`,
      );
      const paul = await world.visitor('paul');
      assert.equal((await paul.get(`/tickets/${ticket.id}/readers?audience=managers`)).status, 404);
    });

    it('names nobody to who may not know the names of an anonymous service', async () => {
      const ticket = await campus.ticketOfLea({ anonymous: true });
      await inviteGil(ticket);
      const { sentence } = await said(lea, ticket, 'managers-owner-guests');
      assert.equal(sentence, 'Pourront lire : 1 invité, les 3 gestionnaires du service DNUM.');
      assert.match((await said(marc, ticket, 'managers-owner-guests')).sentence, /Gil Invité/);
    });

    it('counts the managers of an inter-service group and the administrators', async () => {
      const [own, sibling] = [
        await aService(world.db, { interService: 'g' }),
        await aService(world.db, { interService: 'g' }),
      ];
      const category = await aCategory(world.db, own.id);
      await aManager(world.db, own.id, campus.marc.id);
      await aManager(world.db, sibling.id, campus.rose.id);
      const ticket = await campus.ticketOfLea({ serviceId: own.id, categoryId: category.id });
      assert.equal(
        (await said(marc, ticket, 'managers')).sentence,
        'Pourra lire : 1 gestionnaire d’un service associé.',
      );
      assert.equal((await said(marc, ticket, 'managers-owner')).sentence, 'Pourra lire : Léa Martin (propriétaire).');
    });

    it('is beside each choice without a script, with a warning after a note that the owner does not read', async () => {
      const ticket = await campus.ticketOfLea();
      const warning = /La dernière note est réservée aux gestionnaires/;
      assert.doesNotMatch((await commentPage(marc, ticket)).text, warning);
      await marc.press(await commentPage(marc, ticket), 'Enregistrer le commentaire', {
        message: 'Note',
        audience: 'managers',
      });
      const page = await commentPage(marc, ticket);
      const helps = page.texts('.radios__help');
      assert.equal(helps.length, 4);
      assert.deepEqual(
        helps.map((help) => warning.test(help)),
        [true, true, false, false],
      );
      assert.match((await said(marc, ticket, 'managers-owner')).warning, warning);
      assert.equal((await said(marc, ticket, 'managers')).warning, '');
      assert.doesNotMatch((await commentPage(lea, ticket)).html, warning);
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
