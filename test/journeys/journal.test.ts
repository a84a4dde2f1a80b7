import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aManager } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Journal', () => {
  let world: World;
  let campus: Campus;
  let marc: Visitor;
  let rose: Visitor;
  let ticket: { id: number };

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [marc, rose] = await Promise.all([world.visitor('marc'), world.visitor('rose')]);
    ticket = await campus.ticketOfLea({ subject: 'Borne muette', createdAt: new Date('2026-01-10T10:00:00Z') });
    const form = await marc.get(`/tickets/${ticket.id}/actions/take-charge`);
    await marc.press(form, 'Prendre en charge le ticket', { message: 'Je passe demain.', audience: 'managers' });
  });
  after(() => world.close());

  const events = (page: Page) => {
    page.$('.journal time').remove();
    return page.texts('.journal__event p:first-child');
  };
  const journal = async (visitor: Visitor, query = '') => events(await visitor.get(`/journal${query}`));
  const say = (actorId: number, at: Date, action = 'comment', { id } = ticket) =>
    world
      .db('ticketEvents')
      .insert({ ticketId: id, batch: randomUUID(), action, actorId, at, messageText: `Dit ${at.toISOString()}` });

  it('est aux gestionnaires, dans leur menu', async () => {
    const lea = await world.visitor('lea');
    assert.equal((await lea.get('/journal')).status, 403);
    const home = await lea.get('/');
    assert.throws(() => home.link('Journal'));
    const page = await marc.follow(await marc.get('/'), 'Journal');
    assert.equal(page.status, 200);
  });

  it('raconte ce qui se passe dans ses services, le plus récent d’abord, et mène à l’entrée', async () => {
    const page = await marc.get('/journal');
    assert.deepEqual(events(page), [
      'Vous avez pris le ticket en charge (précédemment libre)',
      'Léa Martin a créé le ticket',
    ]);
    assert.match(page.texts('.journal__text')[0] ?? '', /Visibilité : Gestionnaires Je passe demain\./);
    assert.match(page.texts('tbody th')[0] ?? '', /Borne muette ?n°\d+, DNUM - Wifi\. ?En cours/);
    assert.match(page.$('tbody th a').attr('href') ?? '', /^\/tickets\/\d+#entry-\d+$/);
    assert.deepEqual(await journal(rose), []);
  });

  it('suit un ticket qui change de service, et écrit d’où il vient', async () => {
    const moved = await campus.ticketOfLea({ subject: 'Livre perdu' });
    assert.equal((await journal(rose)).length, 0);
    const form = await marc.get(`/tickets/${moved.id}/actions/transfer`);
    await marc.press(form, 'Déplacer le ticket', { to: String(campus.loans.id) });
    const page = await rose.get('/journal');
    assert.equal(page.texts('.journal__move')[0], "'DNUM - Wifi' -> 'BU - Prêts'");
    assert.ok(
      events(page).some((event) => event.startsWith('Léa Martin a créé')),
      'what came before follows it',
    );
    assert.equal((await marc.get('/journal')).text.includes('Livre perdu'), false);
  });

  it('ne dit rien d’une catégorie confidentielle à qui n’en est pas membre', async () => {
    const secret = await aCategory(world.db, campus.dnum.id, {
      longLabel: 'Signalements',
      confidential: true,
      inheritsMembers: false,
    });
    await world.db('categoryMembers').insert({ categoryId: secret.id, personId: campus.nadia.id });
    await campus.ticketOfLea({ categoryId: secret.id, subject: 'Secret de polichinelle' });
    const nadia = await world.visitor('nadia');
    assert.match((await nadia.get('/journal')).text, /Secret de polichinelle/);
    assert.doesNotMatch((await marc.get('/journal')).html, /polichinelle|Signalements/);
  });

  it('se filtre par service, catégorie, événement, auteur et dates ; l’adresse porte tout', async () => {
    await aManager(world.db, campus.library.id, campus.marc.id);
    await campus.ticketOfLea({ serviceId: campus.library.id, categoryId: campus.loans.id, subject: 'Prêt long' });
    await say(campus.lea.id, new Date('2026-03-01T22:30:00Z'));
    const count = async (query: string) => (await journal(marc, `?size=40&${query}`)).length;
    assert.equal(await count(`service=${campus.library.id}`), 4, 'the loan, and what was moved there');
    assert.equal(await count(`category=${campus.loans.id}`), await count(`service=${campus.library.id}`));
    assert.deepEqual(await journal(marc, '?kind=take-charge'), [
      'Vous avez pris le ticket en charge (précédemment libre)',
    ]);
    assert.equal(await count('author=nguyen'), 3);
    assert.equal(await count('author=personne'), 0);
    assert.equal(await count('from=2026-03-01&to=2026-03-01'), 1, '23 h 30 in Paris');
    assert.equal(await count('from=2026-03-02&to=2026-03-02'), 0);
    assert.equal((await marc.get('/journal?author=L%C3%A9a')).value('author'), 'Léa');
    const nobody = (await marc.get('/journal?author=nobody')).text;
    assert.match(nobody, /Aucun événement ne correspond/);
    assert.doesNotMatch(nobody, /Chercher plus loin/);
    for (const nonsense of [
      'size=7',
      'after=x',
      'from=2026-13-45',
      'kind=unknown',
      `after=${'9'.repeat(30)}`,
      'author=%00',
      'service=0',
      'size=20&size=30',
    ])
      assert.equal((await marc.get(`/journal?${nonsense}`)).status, 200, nonsense);
  });

  it('se lit page à page sans saut ni reprise, et un filtre rare cherche plus loin sans lire tout', async () => {
    await world.db('ticketEvents').whereNotNull('messageText').where('messageText', 'like', 'Dit %').delete();
    const start = Date.parse('2025-01-01T00:00:00Z');
    for (let rank = 0; rank < 30; rank++) await say(campus.lea.id, new Date(start + Math.floor(rank / 3) * 60_000));
    await say(campus.nadia.id, new Date(start - 60_000));
    const seen: string[] = [];
    for (let address = '/journal?size=10&to=2025-12-31'; address !== ''; ) {
      const page = await marc.get(address);
      seen.push(
        ...page
          .$('tbody th a')
          .toArray()
          .map((link) => page.$(link).attr('href') ?? ''),
      );
      address = page.$('a[rel="next"]').attr('href') ?? '';
    }
    assert.deepEqual([seen.length, new Set(seen).size], [31, 31]);

    const many = Array.from({ length: 3100 }, (_, rank) => ({
      ticketId: ticket.id,
      batch: randomUUID(),
      action: 'comment',
      actorId: campus.lea.id,
      at: new Date(start + rank * 1000),
    }));
    for (let rank = 0; rank < many.length; rank += 1000)
      await world.db('ticketEvents').insert(many.slice(rank, rank + 1000));
    const first = await marc.get('/journal?author=amrani&to=2025-12-31');
    assert.match(first.text, /Aucun événement depuis le 1er janvier 2025/);
    let further = await marc.follow(first, 'Chercher plus loin');
    for (let page = 0; page < 4 && further.text.includes('Chercher plus loin'); page++)
      further = await marc.follow(further, 'Chercher plus loin');
    assert.equal(events(further).filter((event) => event.startsWith('Nadia')).length, 1);
  });
});
