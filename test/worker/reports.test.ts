import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { queueDueReports } from '../../src/mail/due-reports.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aCategory, aTicket } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';

const zone = 'Europe/Paris';

describe('Les rapports quotidiens', () => {
  let world: World;
  let campus: Campus;
  // a Tuesday at 8 in the morning, in Paris
  const beforeEight = new Date('2026-01-13T06:55:00Z');
  const eight = new Date('2026-01-13T07:00:00Z');

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await world.db('people').whereNot({ id: campus.marc.id }).update({ reportsActive: false });
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.db('emails').delete();
    await world.db('ticketEvents').delete();
    await world.db('tickets').delete();
    await world.db('clockTasks').insert({ name: 'reports', coveredUntil: beforeEight }).onConflict('name').merge();
    await world.newMails();
  });

  const reportsAt = async (now: Date) => {
    await queueDueReports(world.db, now, zone);
    return world.newMails();
  };

  it('disent ce qui attend, ce qui attend le plus longtemps d’abord, avec des liens', async () => {
    const recent = await campus.ticketOfLea({ subject: 'Récent', lastActionAt: new Date('2026-01-12T10:00:00Z') });
    const old = await campus.ticketOfLea({ subject: 'Ancien', lastActionAt: new Date('2026-01-02T10:00:00Z') });
    const mine = await campus.ticketOfLea({ subject: 'À moi', handlerId: campus.marc.id, status: 'in-progress' });
    const [mail, ...others] = await reportsAt(eight);
    assert.deepEqual([mail?.to, others.length], [campus.marc.mail, 0]);
    const text = mail?.text ?? '';
    const places = ['Tickets gérés (1)', `n°${mine.id}`, 'Tickets libres (2)', `n°${old.id}`, `n°${recent.id}`];
    assert.deepEqual(
      places.map((words) => text.indexOf(words)),
      places.map((words) => text.indexOf(words)).toSorted((one, other) => one - other),
    );
    assert.ok(places.every((words) => text.includes(words)));
    assert.ok(mail?.html.includes(`${world.url}/tickets/${old.id}`));
    assert.match(mail?.subject ?? '', /Rapport quotidien/);
  });

  it('ne partent pas vides', async () => {
    assert.deepEqual(await reportsAt(eight), []);
    const [row] = await world.db('emails').select('droppedBecause');
    assert.equal(row.droppedBecause, 'nothing to report');
  });

  it('ne partent qu’une fois, même demandés par plusieurs processus à la fois, et encore après', async () => {
    await campus.ticketOfLea();
    await Promise.all(Array.from({ length: 5 }, () => queueDueReports(world.db, eight, zone)));
    await queueDueReports(world.db, new Date('2026-01-13T07:05:00Z'), zone);
    assert.equal((await world.newMails()).length, 1);
  });

  it('partent en retard plutôt que jamais, quand rien ne tournait à l’heure dite', async () => {
    await campus.ticketOfLea();
    assert.equal((await reportsAt(new Date('2026-01-13T11:30:00Z'))).length, 1);
  });

  it('ne partent ni suspendus, ni à une autre heure, ni pour un type « Aucun »', async () => {
    await campus.ticketOfLea();
    const mine = () => world.db('serviceManagers').where({ personId: campus.marc.id });
    await mine().update({ reportHours: [9] });
    assert.equal((await reportsAt(eight)).length, 0);
    await mine().update({ reportHours: [8, 9], reportSections: [] });
    assert.equal((await reportsAt(new Date('2026-01-13T08:00:00Z'))).length, 0);
    await mine().update({ reportHours: [8], reportSections: ['free'] });
    await world.db('people').where({ id: campus.marc.id }).update({ reportsActive: false });
    assert.equal((await reportsAt(new Date('2026-01-14T07:00:00Z'))).length, 0);
    await world.db('people').where({ id: campus.marc.id }).update({ reportsActive: true });
    assert.equal((await reportsAt(new Date('2026-01-15T07:00:00Z'))).length, 1);
    await mine().update({ reportSections: ['handled', 'free', 'category'] });
  });

  it('ne montrent pas un ticket d’une catégorie confidentielle à qui n’en est pas membre', async () => {
    const secret = await aCategory(world.db, campus.dnum.id, { confidential: true, inheritsMembers: false });
    await aTicket(world.db, {
      serviceId: campus.dnum.id,
      categoryId: secret.id,
      ownerId: campus.lea.id,
      subject: 'Chut',
    });
    assert.deepEqual(await reportsAt(eight), []);
    await world.db('categoryMembers').insert({ categoryId: secret.id, personId: campus.marc.id });
    const [mail] = await reportsAt(new Date('2026-01-14T07:00:00Z'));
    assert.match(mail?.text ?? '', /Chut/);
    await world.db('categoryMembers').delete();
  });

  it('se regardent aussi à l’écran, « Voir le rapport maintenant »', async () => {
    const ticket = await campus.ticketOfLea({ subject: 'Panne du wifi' });
    const marc = await world.visitor('marc');
    const page = await marc.get('/preferences/report');
    assert.ok(page.text.includes('Tickets libres'));
    assert.ok(page.$(`a[href="/tickets/${ticket.id}"]`).length > 0);
    const lea = await world.visitor('lea');
    assert.equal((await lea.get('/preferences/report')).status, 403);
  });
});
