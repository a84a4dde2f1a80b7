import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aManager, aService, aTicket } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

/** What a page says, but for the number of the ticket and what is new at each request. */
const said = (page: Page) => [page.status, page.text.replace(/\d{4,}/g, 'N'), page.title.replace(/\d{4,}/g, 'N')];

describe('Qui voit quoi', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let zoe: Visitor;
  let gil: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc, zoe, gil] = (await Promise.all(['lea', 'marc', 'zoe', 'gil'].map((login) => world.visitor(login)))) as [
      Visitor,
      Visitor,
      Visitor,
      Visitor,
    ];
  });
  after(() => world.close());

  const comment = async (visitor: Visitor, ticket: { id: number }, fields: Record<string, string | File>) =>
    visitor.press(await visitor.get(`/tickets/${ticket.id}/actions/comment`), 'Enregistrer le commentaire', fields);

  it('un commentaire entre gestionnaires n’arrive ni à la propriétaire ni aux invités, sur la page comme par courriel', async () => {
    const ticket = await campus.ticketOfLea({ handlerId: campus.nadia.id, status: 'in-progress' });
    await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
    await world.newMails();
    const note = new File(['secret'], 'notes-internes.txt', { type: 'text/plain' });
    const own = await comment(marc, ticket, { message: 'Elle exagère.', audience: 'managers', files: note });
    assert.match(own.text, /Elle exagère/);
    const href = own.$('.msg .file').attr('href') ?? '';
    assert.match(href, /^\/attachments\//);

    const mails = await world.newMails();
    assert.deepEqual(
      mails.map(({ to }) => to),
      [campus.nadia.mail],
    );
    assert.match(mails[0]?.text ?? '', /Elle exagère/);
    for (const visitor of [lea, gil]) {
      const page = await visitor.get(`/tickets/${ticket.id}`);
      assert.match(page.text, /Contenu non visible/);
      assert.doesNotMatch(page.html, /exagère/);
      assert.equal(page.$(`[href="${href}"]`).length, 0);
      assert.equal((await visitor.get(href)).status, 404);
      assert.doesNotMatch((await visitor.get(`/tickets/${ticket.id}/actions/comment`)).html, /exagère/);
    }
    assert.equal((await marc.get(href)).status, 200);
  });

  it('ce que la propriétaire n’a pas lu ne revient pas par un formulaire périmé', async () => {
    const ticket = await campus.ticketOfLea({ handlerId: campus.nadia.id, status: 'in-progress' });
    const form = await lea.get(`/tickets/${ticket.id}/actions/comment`);
    await comment(marc, ticket, { message: 'Entre nous.', audience: 'managers' });
    const told = await lea.press(form, 'Enregistrer le commentaire', { message: 'Et alors ?' });
    assert.equal(told.status, 409);
    assert.match(told.text, /Marc Nguyễn a ajouté un commentaire/);
    assert.doesNotMatch(told.html, /Entre nous/);
  });

  it('pour une personne étrangère, un ticket privé répond comme un numéro qui n’existe pas', async () => {
    const ticket = await campus.ticketOfLea();
    const { fields } = (await lea.get(`/tickets/${ticket.id}/actions/comment`)).form('#action');
    const csrf = await zoe.token();
    const forged = { ...fields, _csrf: csrf, message: 'Intruse' };
    const ways = (id: number) => [
      () => zoe.get(`/tickets/${id}`),
      () => zoe.get(`/tickets/go?number=${id}`),
      () => zoe.get(`/tickets/${id}/actions/comment`),
      () => zoe.get(`/tickets/${id}/actions/nothing`),
      () => zoe.post(`/tickets/${id}/actions/comment`, forged, { multipart: true }),
      () => zoe.post(`/tickets/${id}/actions/take-charge`, forged, { multipart: true }),
    ];
    const absent = ways(99_999);
    for (const [rank, way] of ways(ticket.id).entries()) {
      const page = await way();
      assert.equal(page.status, 404);
      assert.deepEqual(said(page), said((await absent[rank]?.()) as Page));
    }
    const files = ['11111111-1111-4111-8111-111111111111', 'x'];
    for (const id of files) assert.equal((await zoe.get(`/attachments/${id}`)).status, 404);
    assert.equal(await world.db('ticketEvents').where({ actorId: campus.zoe.id }).first(), undefined);
    for (const list of ['/', '/tickets', '/tickets?state=all', '/tickets?mode=managed&state=all']) {
      assert.doesNotMatch((await zoe.get(list)).text, /Connexion impossible/);
    }
  });

  it('un ticket public s’ouvre à tous, mais ne montre que ses entrées publiques', async () => {
    const ticket = await campus.ticketOfLea({ effectiveVisibility: 'public', visibility: 'public' });
    await comment(marc, ticket, { message: 'Panne connue.', audience: 'everyone' });
    const page = await zoe.get(`/tickets/${ticket.id}`);
    assert.equal(page.status, 200);
    assert.match(page.text, /Panne connue/);
    assert.doesNotMatch(page.html, /je ne peux plus me connecter/);
  });

  it('un service anonyme cache les noms, sauf à ses gestionnaires', async () => {
    const listening = await aService(world.db, { anonymous: true, label: 'ÉCOUTE', longLabel: 'Cellule d’écoute' });
    const category = await aCategory(world.db, listening.id);
    await aManager(world.db, listening.id, campus.marc.id);
    await aManager(world.db, listening.id, campus.nadia.id);
    const facts = { serviceId: listening.id, categoryId: category.id, ownerId: campus.lea.id, anonymous: true };
    const ticket = await aTicket(world.db, facts);
    await world.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
    await world.newMails();
    await marc.press(await marc.get(`/tickets/${ticket.id}/actions/take-charge`), 'Prendre en charge le ticket');
    for (const mail of await world.newMails()) {
      assert.ok([campus.lea.mail, campus.gil.mail].includes(mail.to));
      assert.doesNotMatch(mail.html + mail.text + mail.subject + mail.header('from'), /Marc|Nguyễn/);
    }
    const asGuest = await gil.get(`/tickets/${ticket.id}`);
    assert.match(asGuest.history.join(), /Anonyme a pris le ticket en charge/);
    assert.doesNotMatch(asGuest.html, /Léa|Martin|lea@|Marc|Nguyễn/);
    const asOwner = await lea.get(`/tickets/${ticket.id}`);
    assert.match(asOwner.history.join(), /Anonyme a pris.*Vous avez créé/);
    assert.doesNotMatch(asOwner.html, /Marc|Nguyễn/);
    assert.match((await marc.get(`/tickets/${ticket.id}`)).text, /Léa Martin/);
    for (const list of ['/', '/tickets?mode=mine&state=all']) {
      const lines = async (visitor: Visitor) =>
        (await visitor.get(list))
          .texts('.rows li, .tt tr')
          .filter((line) => line.includes('ÉCOUTE'))
          .join();
      assert.match(await lines(lea), /Anonyme/);
      assert.doesNotMatch(await lines(lea), /Marc|Nguyễn/, `${list} names the handler`);
      assert.match(await lines(gil), /Anonyme/);
      assert.doesNotMatch(await lines(gil), /Léa Martin|Marc|Nguyễn/, `${list} names the owner`);
    }
    assert.match((await marc.get('/tickets?mode=managed')).texts('.tt tr').join(), /ÉCOUTE.*Léa Martin.*Marc/);
  });

  it('une catégorie confidentielle n’est lue que par sa propriétaire, ses membres et ses invités', async () => {
    const secret = await aCategory(world.db, campus.dnum.id, { confidential: true, inheritsMembers: false });
    await world.db('categoryMembers').insert({ categoryId: secret.id, personId: campus.nadia.id });
    await world.newMails();
    const form = await lea.get(`/tickets/new/${secret.id}`);
    const filed = await lea.press(form, 'Créer le ticket', { subject: 'Très privé', message: 'Chut.' });
    assert.deepEqual(
      (await world.newMails()).map(({ to }) => to),
      [campus.nadia.mail],
    );
    assert.equal((await marc.get(filed.path)).status, 404);
    const admin = await world.db('people').where({ id: campus.rose.id }).update({ isAdmin: true });
    assert.equal(admin, 1);
    const rose = await world.visitor('rose');
    assert.equal((await rose.get(filed.path)).status, 404);
    assert.doesNotMatch((await marc.get('/tickets?mode=managed&state=all')).text, /Très privé/);
    const nadia = await world.visitor('nadia');
    assert.equal((await nadia.get(filed.path)).status, 200);
    assert.match((await nadia.get('/tickets?mode=managed')).text, /Très privé/);
  });

  it('un droit retiré l’est aussitôt, dans les pages et dans les courriels en attente', async () => {
    const ticket = await campus.ticketOfLea();
    const guest = { ticketId: ticket.id, personId: campus.gil.id };
    await world.db('ticketGuests').insert(guest);
    await world.newMails();
    await comment(lea, ticket, { message: 'Pour Gil aussi' });
    await world.db('ticketGuests').where(guest).delete();
    assert.equal((await gil.get(`/tickets/${ticket.id}`)).status, 404);
    assert.deepEqual(
      (await world.newMails()).filter(({ to }) => to === campus.gil.mail),
      [],
    );
  });
});
