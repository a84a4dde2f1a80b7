import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { selectOpenCategory } from '../../src/services/open-category.ts';
import { fileTicket } from '../../src/tickets/file-ticket.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory } from '../support/rows.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

describe('Assignation automatique', () => {
  let world: World;
  let campus: Campus;
  let lea: Visitor;
  let marc: Visitor;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    lea = await world.visitor('lea');
    marc = await world.visitor('marc');
  });
  beforeEach(() => world.db('services').update({ assignment: null }));
  after(() => world.close());

  const setting = (assignment: string | null) =>
    world.db('services').where({ id: campus.dnum.id }).update({ assignment });
  const file = async (categoryId: number, now = new Date(), random: () => number = Math.random) => {
    const category = (await selectOpenCategory(world.db, categoryId, null)) ?? assert.fail();
    const message = { html: '<p>À l’aide</p>', text: 'À l’aide' };
    const batch = randomUUID();
    const subject = `Wifi ${batch}`;
    const input = { subject, message, visibility: '', priority: '', origin: 'web', ownerId: campus.lea.id };
    return fileTicket(world.db, { category, creatorId: campus.lea.id, input, batch, now, random });
  };
  const stored = (id: number) => world.db('tickets').where({ id }).first();

  it('au dépôt : « le premier gestionnaire disponible » a le ticket, l’apprend avec la demande, et les gestionnaires savent comment', async () => {
    await setting('first');
    const form = await lea.get(`/tickets/new/${campus.wifi.id}`);
    await lea.press(form, 'Créer le ticket', { subject: 'Le wifi', message: 'Il coupe' });
    const { id, status, handlerId, firstReactionAt } = await world.db('tickets').orderBy('id', 'desc').first();
    assert.deepEqual(
      { status, handlerId, firstReactionAt },
      { status: 'in-progress', handlerId: campus.marc.id, firstReactionAt: null },
    );
    const mails = await world.newMails();
    const mail = mails.find(({ to }) => to === campus.marc.mail) ?? assert.fail('Marc is told');
    assert.match(mail.text, /Léa Martin a créé le ticket et l’application a assigné le ticket à Marc Nguyễn/);
    assert.match(mail.text, /Il coupe/);
    assert.equal(
      mails.some(({ to }) => to === campus.lea.mail),
      false,
    );
    const seen = await marc.get(`/tickets/${id}`);
    assert.match(seen.history.join('\n'), /L’application a assigné le ticket à Marc Nguyễn/);
    assert.match(seen.text, /Assignation automatique : le premier gestionnaire disponible\./);
    assert.doesNotMatch((await lea.get(`/tickets/${id}`)).text, /Assignation automatique/);
    await world.db('people').where({ id: campus.marc.id }).update({ language: 'en' });
    assert.match((await marc.get(`/tickets/${id}`)).text, /Automatic assignment: the first available manager\./);
    await world.db('people').where({ id: campus.marc.id }).update({ language: 'fr' });
  });

  it('« cycliquement », dix dépôts en même temps : chacun son tour, aucun deux fois', async () => {
    await setting('cyclic');
    await world.db('serviceManagers').where({ personId: campus.paul.id }).update({ rate: 0 });
    const ids = await Promise.all(Array.from({ length: 10 }, () => file(campus.wifi.id)));
    const handlers = (await world.db('tickets').whereIn('id', ids)).map(({ handlerId }) => handlerId);
    const share = (person: { id: number }) => handlers.filter((id) => id === person.id).length;
    assert.deepEqual([share(campus.marc), share(campus.nadia), share(campus.paul)], [5, 5, 0]);
  });

  it('« aléatoirement » ne tire que parmi les membres disponibles', async () => {
    await setting('random');
    await world.db('serviceManagers').where({ personId: campus.marc.id }).update({ available: false });
    assert.equal((await stored(await file(campus.wifi.id, new Date(), () => 0))).handlerId, campus.nadia.id);
    await world.db('serviceManagers').where({ personId: campus.marc.id }).update({ available: true });
  });

  it('s’hérite de la catégorie au-dessus, puis du service ; sans personne de disponible, le ticket reste libre', async () => {
    await setting('first');
    const parent = await aCategory(world.db, campus.dnum.id, { assignment: 'nobody', inheritsMembers: false });
    const child = await aCategory(world.db, campus.dnum.id, { parentId: parent.id });
    assert.equal((await stored(await file(child.id))).handlerId, null);
    await world.db('categories').where({ id: parent.id }).update({ assignment: null });
    assert.equal((await stored(await file(child.id))).status, 'free');
    await world.db('categoryMembers').insert({ categoryId: parent.id, personId: campus.nadia.id });
    assert.equal((await stored(await file(child.id))).handlerId, campus.nadia.id);
  });

  it('après un déplacement qui ne laisse personne en charge, la nouvelle catégorie assigne', async () => {
    await world.db('services').where({ id: campus.library.id }).update({ assignment: 'first' });
    const ticket = await campus.ticketOfLea({ status: 'in-progress', handlerId: campus.marc.id });
    await world.newMails();
    const form = await marc.get(`/tickets/${ticket.id}/actions/transfer`);
    await marc.press(form, 'Déplacer le ticket', { to: String(campus.loans.id), stay: 'on', message: 'Pour vous' });
    const { status, handlerId } = await stored(ticket.id);
    assert.deepEqual({ status, handlerId }, { status: 'in-progress', handlerId: campus.rose.id });
    const entries = await world.db('ticketEvents').where({ ticketId: ticket.id }).orderBy('id');
    assert.deepEqual(
      entries.map(({ action, actorId }) => [action, actorId]),
      [
        ['file', campus.lea.id],
        ['transfer', campus.marc.id],
        ['release', null],
        ['invite', campus.marc.id],
        ['assign-automatically', null],
      ],
    );
    const mails = await world.newMails();
    assert.deepEqual(mails.map(({ to }) => to).sort(), [campus.lea.mail, campus.rose.mail]);
    assert.match(mails.find(({ to }) => to === campus.rose.mail)?.text ?? '', /Pour vous/);
    assert.match(mails.find(({ to }) => to === campus.lea.mail)?.text ?? '', /a déplacé le ticket/);
  });
});
