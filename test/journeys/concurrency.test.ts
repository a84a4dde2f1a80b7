import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
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

  it('vingt à la fois : un seul gestionnaire, une seule ligne d’historique, un courriel', async () => {
    const ticket = await campus.ticketOfLea();
    const crowd = await Promise.all(
      Array.from({ length: 20 }, async (_, rank) => {
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
    assert.equal(byStatus(pages, 409).length, 19);
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
