import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { archiveTickets } from '../../src/tickets/archive.ts';
import { recallOn } from '../../src/tickets/recall-time.ts';
import { runClockTask } from '../../src/worker/clock-tasks.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aPerson } from '../support/rows.ts';
import { aWorld, type World } from '../support/world.ts';

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day);

describe('L’horloge', () => {
  let world: World;
  let campus: Campus;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
  });
  after(() => world.close());

  const deps = (log: { info: (facts: object) => void } = { info: () => {} }) => ({
    db: world.db,
    now: () => new Date(),
    log: log as never,
    filesDir: world.config.dataDir,
    dataDir: world.config.dataDir,
    timeZone: 'Europe/Paris',
    archiveDays: 30,
  });
  const statusOf = async ({ id }: { id: number }) => (await world.db('tickets').where({ id }).first('status')).status;

  it('archive les tickets terminés depuis trente jours, et eux seuls', async () => {
    const ended = await campus.ticketOfLea({ status: 'approved', lastActionAt: ago(31) });
    const kept = [
      await campus.ticketOfLea({ status: 'approved', lastActionAt: ago(29) }),
      await campus.ticketOfLea({ status: 'closed', lastActionAt: ago(31) }),
      await campus.ticketOfLea({ status: 'free', lastActionAt: ago(300) }),
    ];
    assert.equal(await archiveTickets(world.db, new Date(), 0), 0);
    const done = await Promise.all([1, 2].map(() => archiveTickets(world.db, new Date(), 30)));
    assert.deepEqual(done.toSorted(), [0, 1]);
    const archived = await world.db('tickets').whereNotNull('archivedAt').pluck('id');
    assert.deepEqual(archived, [ended.id]);
    assert.ok(kept.every(({ id }) => !archived.includes(id)));
  });

  it('un ticket archivé se lit toujours à son adresse, et ne se change plus', async () => {
    const ticket = await campus.ticketOfLea({ status: 'approved', lastActionAt: ago(40) });
    await archiveTickets(world.db, new Date(), 30);
    const lea = await world.visitor('lea');
    assert.equal((await lea.get(`/tickets/${ticket.id}`)).status, 200);
    assert.equal((await lea.get(`/tickets/${ticket.id}/actions/reopen`)).status, 409);
  });

  it('écrit ce que chaque tâche a fait, et ce qui a échoué', async () => {
    const ticket = await campus.ticketOfLea({
      status: 'postponed',
      handlerId: campus.marc.id,
      recallAt: new Date(Date.now() - 1000),
    });
    const lines: object[] = [];
    assert.equal(await runClockTask('recall', deps({ info: (facts) => lines.push(facts) })), 1);
    assert.equal(await statusOf(ticket), 'in-progress');
    assert.deepEqual(lines, [{ task: 'recall', done: 1 }]);
    const broken = { ...deps(), timeZone: 'Nowhere/Land' };
    await world
      .db('clockTasks')
      .insert({ name: 'reports', coveredUntil: ago(1) })
      .onConflict('name')
      .merge();
    await assert.rejects(runClockTask('reports', broken));
    const row = await world.db('clockTasks').where({ name: 'reports' }).first();
    assert.match(row.error, /NOWHERE/);
    assert.equal(row.coveredUntil.getTime() < Date.now() - day / 2, true, 'the hour is not lost');
  });

  it('montre aux administrateurs la dernière et la prochaine fois, et permet de lancer maintenant', async () => {
    const ticket = await campus.ticketOfLea({
      status: 'postponed',
      handlerId: campus.marc.id,
      recallAt: new Date(Date.now() - 1000),
    });
    const admin = await world.visitor('admin');
    const page = await admin.get('/administration/clock');
    assert.match(page.text, /Rappeler les tickets reportés/);
    const after = await admin.press(page, 'Lancer maintenant « Rappeler les tickets reportés »');
    assert.deepEqual(after.notices, ['« Rappeler les tickets reportés » est demandé, et fait dans un instant.']);
    await world.work();
    assert.equal(await statusOf(ticket), 'in-progress');
    assert.match(
      (await admin.get('/administration/clock')).text,
      /Dernière fois aujourd’hui à .{4,9} : 1 ticket rappelé/,
    );
  });

  it('rappelle à 7 h au mur de l’établissement, aussi quand l’heure vient de changer', async () => {
    const at = (day: string, zone = 'Europe/Paris') => recallOn(day, zone).at.toISOString();
    assert.deepEqual(
      ['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25'].map((day) => at(day)),
      ['2026-03-28T06:00:00.000Z', '2026-03-29T05:00:00.000Z', '2026-10-24T05:00:00.000Z', '2026-10-25T06:00:00.000Z'],
    );
    assert.equal(at('2026-03-04', 'Pacific/Auckland'), '2026-03-03T18:00:00.000Z');
  });

  it('et le jour choisi est celui que dit l’historique, si loin que soit l’établissement', async () => {
    await world.close();
    world = await aWorld({ env: { TIME_ZONE: 'Pacific/Auckland' } });
    campus = await aCampus(world.db);
    await aPerson(world.db, { login: 'admin', admin: true });
    const ticket = await campus.ticketOfLea({ handlerId: campus.marc.id, status: 'in-progress' });
    const marc = await world.visitor('marc');
    const form = await marc.get(`/tickets/${ticket.id}/actions/postpone`);
    const page = await marc.press(form, 'Reporter le ticket', { until: '2040-03-04' });
    assert.match(page.text, /Vous avez reporté le ticket jusqu’au 4 mars 2040/);
    const { recallAt } = await world.db('tickets').where({ id: ticket.id }).first('recallAt');
    assert.equal(recallAt.toISOString(), '2040-03-03T18:00:00.000Z');
  });

  it('n’est ni montrée ni confiée à qui n’est pas administrateur', async () => {
    const marc = await world.visitor('marc');
    assert.equal((await marc.get('/administration/clock')).status, 403);
    const home = await marc.get('/');
    const csrf = String(home.$('input[name=_csrf]').first().attr('value'));
    assert.equal((await marc.post('/administration/clock/recall', { _csrf: csrf })).status, 403);
    const admin = await world.visitor('admin');
    assert.equal((await admin.get('/administration')).$('main a[href="/administration/clock"]').length, 1);
    const token = String((await admin.get('/')).$('input[name=_csrf]').first().attr('value'));
    assert.equal((await admin.post('/administration/clock/everything', { _csrf: token })).status, 404);
  });
});
