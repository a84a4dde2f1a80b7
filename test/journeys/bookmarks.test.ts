import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Signets/Historique', () => {
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

  const titles = (page: Page, section: string) => page.texts(`section[aria-labelledby="${section}"] .title`);
  const visits = async (visitor: Visitor) => titles(await visitor.get('/bookmarks'), 'history');
  /** As if this had been opened a while before. */
  const opened5MinutesAgo = (ticket: { id: number }) =>
    world
      .db('ticketViews')
      .where({ ticketId: ticket.id })
      .update({ openedAt: new Date(Date.now() - 300_000) });

  it('est dans le menu, vide au début', async () => {
    const page = await lea.follow(await lea.get('/'), 'Signets/Historique');
    assert.match(page.text, /Aucun signet\..*Aucun ticket consulté\./);
  });

  it('un signet mis dans le menu d’un ticket y est, archivé ou non, et s’en supprime', async () => {
    const [first, old] = [
      await campus.ticketOfLea({ subject: 'Wifi du hall' }),
      await campus.ticketOfLea({ subject: 'Vieille panne', status: 'approved', archivedAt: new Date() }),
    ];
    for (const { id } of [first, old]) await marc.press(await marc.get(`/tickets/${id}`), 'Ajouter un signet');
    let page = await marc.get('/bookmarks');
    assert.deepEqual(titles(page, 'bookmarks'), ['Vieille panne', 'Wifi du hall']);
    assert.match(
      page.text,
      /Vieille panne \(archivé\) ?n°\d+, DNUM - Wifi\. Propriétaire : Léa Martin\. Aucun gestionnaire\./,
    );
    page = await marc.press(page, `Supprimer : signet du ticket n°${old.id}`);
    assert.equal(page.path, '/bookmarks');
    assert.deepEqual(page.notices, [`Le ticket n°${old.id} n’est plus dans vos signets.`]);
    assert.deepEqual(titles(page, 'bookmarks'), ['Wifi du hall']);
    assert.deepEqual(titles(await lea.get('/bookmarks'), 'bookmarks'), []);
  });

  it('une longue liste de signets se lit page à page, sans saut ni reprise', async () => {
    const subjects = Array.from({ length: 23 }, (_, rank) => `Signet ${rank}`);
    for (const [rank, subject] of subjects.entries()) {
      const { id } = await campus.ticketOfLea({ subject });
      await world
        .db('bookmarks')
        .insert({ ticketId: id, personId: campus.lea.id, createdAt: new Date(2026, 1, 1, 8, rank) });
    }
    const first = await lea.get('/bookmarks');
    const second = await lea.follow(first, 'Signets plus anciens');
    assert.deepEqual([...titles(first, 'bookmarks'), ...titles(second, 'bookmarks')], subjects.toReversed());
    assert.throws(() => second.link('Signets plus anciens'));
    for (const nonsense of ['x', '1', '-', '9999999999999-1', '1-2-3'])
      assert.equal((await lea.get(`/bookmarks?after=${nonsense}`)).status, 200, nonsense);
  });

  it('l’historique a les 25 derniers tickets ouverts, le dernier d’abord, et l’effacer ne rend rien non lu', async () => {
    const [one, two] = [await campus.ticketOfLea({ subject: 'Un' }), await campus.ticketOfLea({ subject: 'Deux' })];
    for (const { id } of [one, two]) await marc.get(`/tickets/${id}`);
    assert.deepEqual((await visits(marc)).slice(0, 2), ['Deux', 'Un']);
    await opened5MinutesAgo(one);
    await marc.press(await marc.get(`/tickets/${one.id}`), 'Marquer comme non lu');
    const page = await marc.get('/bookmarks');
    assert.deepEqual(titles(page, 'history').slice(0, 2), ['Un', 'Deux'], 'opened again, it comes first');
    assert.ok(page.texts('.unread .title').includes('Un'), 'it is unread, and yet was consulted');

    for (let rank = 0; rank < 27; rank++) {
      const { id } = await campus.ticketOfLea({ subject: `Vu ${rank}` });
      await world.db('ticketViews').insert({
        ticketId: id,
        personId: campus.nadia.id,
        seenAt: new Date(),
        openedAt: new Date(2026, 1, 1, 8, rank),
      });
    }
    const nadia = await world.visitor('nadia');
    assert.deepEqual(
      await visits(nadia),
      Array.from({ length: 25 }, (_, rank) => `Vu ${26 - rank}`),
    );
    const asked = await nadia.follow(await nadia.get('/bookmarks'), 'Effacer l’historique');
    const erased = await nadia.press(asked, 'Effacer l’historique');
    assert.deepEqual(erased.notices, ['Votre historique est effacé.']);
    assert.deepEqual(titles(erased, 'history'), []);
    assert.equal((await world.db('ticketViews').where({ personId: campus.nadia.id })).length, 27, 'read marks stay');
    assert.equal((await visits(marc)).includes('Un'), true, 'the history of others stays');
  });

  it('un ticket que l’on ne voit plus en disparaît sans trace, et y revient s’il redevient visible', async () => {
    const ticket = await campus.ticketOfLea({ subject: 'Secret passager', effectiveVisibility: 'public' });
    const zoe = await world.visitor('zoe');
    await zoe.press(await zoe.get(`/tickets/${ticket.id}`), 'Ajouter un signet');
    assert.equal((await zoe.get('/bookmarks')).texts('.kept .title').join(), 'Secret passager,Secret passager');
    await world.db('tickets').where({ id: ticket.id }).update({ effectiveVisibility: 'private' });
    const page = await zoe.get('/bookmarks');
    assert.doesNotMatch(page.html, new RegExp(`Secret passager|${ticket.id}`));
    assert.match(page.text, /Aucun signet\..*Aucun ticket consulté\./);
    await world.db('tickets').where({ id: ticket.id }).update({ effectiveVisibility: 'public' });
    assert.equal((await zoe.get('/bookmarks')).texts('.kept .title').length, 2);
  });

  it('les noms que cache un service anonyme n’y sont pas', async () => {
    const ticket = await campus.ticketOfLea({
      subject: 'Anonyme ici',
      anonymous: true,
      status: 'in-progress',
      handlerId: campus.nadia.id,
    });
    await lea.get(`/tickets/${ticket.id}`);
    await marc.get(`/tickets/${ticket.id}`);
    const line = async (visitor: Visitor) =>
      (await visitor.get('/bookmarks')).texts('section[aria-labelledby="history"] li')[0];
    assert.match((await line(lea)) ?? '', /Gestionnaire : Anonyme\./);
    assert.match((await line(marc)) ?? '', /Gestionnaire : Nadia El Amrani\./);
  });
});
