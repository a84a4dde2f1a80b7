import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { actOnDueTickets } from '../../src/tickets/due.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aManager, aPerson } from '../support/rows.ts';
import type { Page, Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

const byStatus = (pages: readonly Page[], status: number) => pages.filter((page) => page.status === status);

describe('Plusieurs personnes à la fois sur un ticket', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;
  let nadia: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    [lea, marc, nadia] = (await Promise.all(['lea', 'marc', 'nadia'].map((login) => world.visitor(login)))) as [
      Visitor,
      Visitor,
      Visitor,
    ];
  });
  after(() => world.close());

  const actionsOf = async (ticket: { id: number }): Promise<string[]> =>
    (await world.db('ticketEvents').where({ ticketId: ticket.id }).orderBy('id')).map(({ action }) => action);
  const formOf = (visitor: Visitor, ticket: { id: number }, action: string) =>
    visitor.get(`/tickets/${ticket.id}/actions/${action}`);

  it('deux « Prendre en charge » simultanés : l’un l’obtient, l’autre apprend qui l’a fait', async () => {
    const ticket = await campus.ticketOfLea();
    const forms = [await formOf(marc, ticket, 'take-charge'), await formOf(nadia, ticket, 'take-charge')] as const;
    const pages = await Promise.all([
      marc.press(forms[0], 'Prendre en charge le ticket', { message: 'Pour Marc' }),
      nadia.press(forms[1], 'Prendre en charge le ticket', { message: 'Pour Nadia' }),
    ]);
    assert.deepEqual(pages.map(({ status }) => status).sort(), [200, 409]);
    const [winner, loser] = pages[0].status === 200 ? ['Marc Nguyễn', 'Nadia'] : ['Nadia El Amrani', 'Marc'];
    const [told] = byStatus(pages, 409);
    assert.match(told?.text ?? '', new RegExp(`Pendant ce temps.*${winner} a pris le ticket en charge`));
    assert.equal(told?.value('message'), `Pour ${loser}`);
    assert.deepEqual(await actionsOf(ticket), ['file', 'take-charge']);
  });

  it('cinquante à la fois : un seul gestionnaire, une seule ligne d’historique, un courriel par personne', async () => {
    const ticket = await campus.ticketOfLea();
    const crowd = await Promise.all(
      Array.from({ length: 50 }, async (_, rank) => {
        const person = await aPerson(world.db, { login: `foule${rank}` });
        await aManager(world.db, campus.dnum.id, person.id);
        const visitor = await world.visitor(person.login);
        return { visitor, form: await formOf(visitor, ticket, 'take-charge') };
      }),
    );
    await world.newMails();
    const pages = await Promise.all(
      crowd.map(({ visitor, form }) => visitor.press(form, 'Prendre en charge le ticket')),
    );
    assert.equal(byStatus(pages, 200).length, 1);
    assert.equal(byStatus(pages, 409).length, 49);
    assert.deepEqual(await actionsOf(ticket), ['file', 'take-charge']);
    assert.deepEqual(
      (await world.newMails()).map(({ to }) => to),
      [campus.lea.mail],
    );
  });

  it('approuver contre refuser la clôture, par la même personne dans deux onglets : le premier décide', async () => {
    const ticket = await campus.ticketOfLea({ status: 'closed', handlerId: campus.marc.id, closedAt: new Date() });
    const [approve, refuse] = [
      await formOf(lea, ticket, 'approve-closure'),
      await formOf(lea, ticket, 'refuse-closure'),
    ];
    const pages = await Promise.all([
      lea.press(approve, 'Approuver la clôture'),
      lea.press(refuse, 'Refuser la clôture', { message: 'Non !' }),
    ]);
    assert.deepEqual(pages.map(({ status }) => status).sort(), [200, 409]);
    const decided = pages[0].status === 200 ? 'approve-closure' : 'refuse-closure';
    assert.deepEqual(await actionsOf(ticket), ['file', decided]);
    if (decided === 'approve-closure') assert.match(pages[1].texts('textarea').join(), /Non !/);
  });

  it('clore contre déplacer, par deux gestionnaires : l’un l’emporte, l’autre l’apprend et garde son texte', async () => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
    const [close, transfer] = [await formOf(marc, ticket, 'close'), await formOf(nadia, ticket, 'transfer')];
    const pages = await Promise.all([
      marc.press(close, 'Clore le ticket', { message: 'Réglé par Marc' }),
      nadia.press(transfer, 'Déplacer le ticket', { to: String(campus.loans.id), message: 'Pour la BU' }),
    ]);
    const [told] = byStatus(pages, 409).concat(byStatus(pages, 404));
    const closed = pages[0].status === 200;
    assert.equal(byStatus(pages, 200).length, 1);
    // a transfer releases who does not manage the new service, and Nadia stays as a guest
    const won = closed ? ['close'] : ['transfer', 'release', 'invite'];
    assert.deepEqual(await actionsOf(ticket), ['file', ...won]);
    // once it is elsewhere, Marc has nothing to do with it, and is told as anybody is
    if (closed)
      assert.match(told?.text ?? '', /Marc Nguyễn a clos le ticket.*Pour la BU|Pour la BU.*Marc Nguyễn a clos/);
    const row = await world.db('tickets').where({ id: ticket.id }).first();
    assert.deepEqual([row.status, row.serviceId], closed ? ['closed', campus.dnum.id] : ['free', campus.library.id]);
  });

  for (const [act, days, status, sentence] of [
    ['approve-tacitly', { approvalDays: 5, expiryDays: 0 }, 'approved', /L’application a/],
    ['expire', { approvalDays: 0, expiryDays: 5 }, 'expired', /L’application a/],
  ] as const) {
    it(`refuser la clôture au moment où l’horloge agit (${act}) : l’un l’emporte, l’autre n’agit pas`, async () => {
      await world.db('services').where({ id: campus.dnum.id }).update(days);
      const ended = { status: 'closed', handlerId: campus.marc.id, closedAt: new Date() } as const;
      const [raced, late] = [await campus.ticketOfLea(ended), await campus.ticketOfLea(ended)];
      const inTenDays = new Date(Date.now() + 10 * 86_400_000);
      const forms = [await formOf(lea, raced, 'refuse-closure'), await formOf(lea, late, 'refuse-closure')] as const;
      const [page] = await Promise.all([
        lea.press(forms[0], 'Refuser la clôture', { message: 'Non !' }),
        actOnDueTickets(world.db, inTenDays),
      ]);
      assert.deepEqual(await actionsOf(raced), ['file', page.status === 200 ? 'refuse-closure' : act]);
      assert.deepEqual(await actionsOf(late), ['file', act]);
      const told = await lea.press(forms[1], 'Refuser la clôture', { message: 'Trop tard ?' });
      assert.equal(told.status, 409);
      assert.match(told.text, sentence);
      assert.deepEqual(told.texts('textarea'), ['Trop tard ?']);
      assert.equal((await world.db('tickets').where({ id: late.id }).first()).status, status);
    });
  }

  it('renvoyé par « Précédent », le même texte n’est pas publié deux fois ; un autre texte n’est pas perdu', async () => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
    const form = await formOf(lea, ticket, 'comment');
    const send = (page: Page, message: string) => lea.press(page, 'Enregistrer le commentaire', { message });
    await send(form, 'Un');
    await world.newMails();
    assert.equal((await send(form, 'Un')).status, 200);
    assert.deepEqual(await world.newMails(), []);
    const told = await send(form, 'Deux');
    assert.equal(told.status, 409);
    assert.match(told.text, /Vous avez ajouté un commentaire/);
    assert.equal(told.value('message'), 'Deux');
    assert.deepEqual(await actionsOf(ticket), ['file', 'comment']);
    assert.equal((await send(told, 'Deux')).status, 200);
    assert.deepEqual(await actionsOf(ticket), ['file', 'comment', 'comment']);
    assert.deepEqual(
      (await world.newMails()).filter(({ text }) => /Deux/.test(text)).map(({ to }) => to),
      [campus.marc.mail],
    );
  });

  it('le même texte n’est pas publié deux fois non plus par un formulaire que « Précédent » a dessiné de nouveau', async () => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
    const send = async (visitor: Visitor, changes: Record<string, string>) =>
      visitor.press(await formOf(visitor, ticket, 'comment'), 'Enregistrer le commentaire', changes);
    const internal = { message: 'Vu', audience: 'managers' };
    for (const changes of [internal, internal, { message: 'Vu' }, { message: 'Vu' }]) {
      const sent = await send(marc, changes);
      assert.match(sent.notices[0] ?? '', /^Votre commentaire est enregistré/);
    }
    assert.deepEqual(await actionsOf(ticket), ['file', 'comment', 'comment'], 'once for each who may read it');
    await send(lea, { message: 'Vu' });
    await send(marc, { message: 'Vu' });
    assert.equal((await actionsOf(ticket)).length, 5, 'once somebody has answered, it is said again');
  });

  it('une transition renvoyée par « Précédent » n’est faite qu’une fois, même rouverte depuis', async () => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
    const form = await formOf(marc, ticket, 'close');
    await marc.press(form, 'Clore le ticket', { message: 'Réglé' });
    await marc.press(await formOf(marc, ticket, 'reopen'), 'Ré-ouvrir le ticket');
    assert.equal((await marc.press(form, 'Clore le ticket', { message: 'Réglé' })).status, 200);
    assert.deepEqual(await actionsOf(ticket), ['file', 'close', 'reopen']);
  });

  it('le même formulaire envoyé deux fois n’agit qu’une fois, et répond deux fois bien', async () => {
    const ticket = await campus.ticketOfLea();
    const form = await formOf(lea, ticket, 'comment');
    const send = () => lea.press(form, 'Enregistrer le commentaire', { message: 'Une fois' });
    const pages = await Promise.all([send(), send(), send()]);
    assert.deepEqual(
      pages.map(({ status, path }) => [status, path]),
      Array(3).fill([200, `/tickets/${ticket.id}`]),
    );
    assert.deepEqual(await actionsOf(ticket), ['file', 'comment']);
    assert.deepEqual(
      await world.mails({ to: campus.lea.mail }).then((mails) => mails.filter(({ text }) => /Une fois/.test(text))),
      [],
    );
  });

  it('archivé pendant qu’un commentaire s’enregistre, un ticket ne le reçoit pas : sa version est pourtant la même', async () => {
    const ticket = await campus.ticketOfLea({ status: 'cancelled', closedAt: new Date() });
    const form = await formOf(lea, ticket, 'comment');
    const waits = async () =>
      (
        await world.db.raw(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event = 'transactionid' and query ~ 'ticket_events'",
        )
      ).rows.length > 0;
    const sent = await world.db.transaction(async (trx) => {
      await trx('tickets').where({ id: ticket.id }).update({ archivedAt: new Date() });
      const page = lea.press(form, 'Enregistrer le commentaire', { message: 'Trop tard' });
      while (!(await waits()));
      return { page };
    });
    const told = await sent.page;
    assert.equal(told.status, 409);
    assert.deepEqual(told.texts('textarea'), ['Trop tard']);
    assert.deepEqual(await actionsOf(ticket), ['file']);
  });

  it('un formulaire périmé garde le texte et dit qui a fait quoi ; relu, il passe', async () => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
    const form = await formOf(marc, ticket, 'close');
    await lea.press(await formOf(lea, ticket, 'comment'), 'Enregistrer le commentaire', { message: 'Attendez !' });
    const told = await marc.press(form, 'Clore le ticket', { message: 'Réglé.', audience: 'managers' });
    assert.equal(told.status, 409);
    assert.match(told.text, /Pendant ce temps, ce ticket a changé/);
    assert.match(told.text, /Léa Martin a ajouté un commentaire/);
    assert.match(told.text, /Attendez !/);
    assert.equal(told.value('message'), 'Réglé.');
    assert.equal(told.$('[name=audience]:checked').val(), 'managers');
    assert.deepEqual(await actionsOf(ticket), ['file', 'comment']);
    const closed = await marc.press(told, 'Clore le ticket');
    assert.equal(closed.status, 200);
    assert.deepEqual(await actionsOf(ticket), ['file', 'comment', 'close']);
  });

  it('une action qui n’est plus possible dit pourquoi, garde le texte, propose le reste', async () => {
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
    const form = await formOf(marc, ticket, 'request-information');
    await lea.press(await formOf(lea, ticket, 'cancel'), 'Annuler le ticket');
    const told = await marc.press(form, 'Demander l’information', { message: 'Quelle salle ?' });
    assert.equal(told.status, 409);
    assert.match(told.texts('h1').join(), /« Demander info\. » n’est plus possible/);
    assert.match(told.text, /Léa Martin a annulé le ticket/);
    assert.deepEqual(told.texts('textarea'), ['Quelle salle ?']);
    assert.ok(told.texts('.btn-row a').includes('Ré-ouvrir'));
  });

  it('un formulaire sans version ni opération n’agit pas', async () => {
    const ticket = await campus.ticketOfLea();
    const { fields } = (await formOf(marc, ticket, 'take-charge')).form('#action');
    for (const forged of [{ version: '' }, { version: 'x' }, { batch: '' }, { batch: 'not-a-uuid' }]) {
      await marc.post(`/tickets/${ticket.id}/actions/take-charge`, { ...fields, ...forged }, { multipart: true });
    }
    assert.deepEqual(await actionsOf(ticket), ['file']);
  });
});
