import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { selectPerson } from '../../src/people/person.ts';
import type { TicketAction } from '../../src/tickets/actions/define.ts';
import { catalogue } from '../../src/tickets/actions/index.ts';
import { performAction } from '../../src/tickets/perform.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aDatabase, type Database } from '../support/databases.ts';
import { type Act, acts, aTicketFor } from './acts.ts';

/** Told by the tests of what does them; those that concern an entry or a file change nothing of the ticket itself. */
const elsewhere = new Set(['file', 'add-file', 'assign-automatically', 'reassign', 'take-away', 'send-back']);
const changesTheTicket = ({ personal, opens, concerns }: TicketAction) =>
  personal === undefined && opens === undefined && concerns === undefined;
const not = new Set(['version', 'lastActionAt']);

describe('The history keeps every change of a ticket', () => {
  let database: Database;
  let campus: Campus;
  let other: { id: number };
  const now = new Date('2026-03-04T09:00:00Z');

  before(async () => {
    database = await aDatabase();
    campus = await aCampus(database.db);
    await database.db('services').where({ id: campus.library.id }).update({ assignment: 'first' });
    other = await campus.ticketOfLea();
  });
  after(() => database.close());

  const rowOf = async (id: number): Promise<Record<string, unknown>> =>
    JSON.parse(JSON.stringify(await database.db('tickets').where({ id }).first()));

  const ticketFor = (name: string, act: Act) => aTicketFor(database.db, { campus, other }, name, act);

  it('is tried for every action of the catalogue', () => {
    const tried = Object.keys(acts(campus, other));
    const missing = catalogue
      .filter((action) => changesTheTicket(action) && !elsewhere.has(action.name) && !tried.includes(action.name))
      .map(({ name }) => name);
    assert.deepEqual(missing, []);
  });

  it('with what was before and after, exactly once, whatever the action', async () => {
    for (const [action, act] of Object.entries(acts(campus, other))) {
      const ticket = await ticketFor(action, act);
      const was = await rowOf(ticket.id);
      const actor = act.by === null ? null : await selectPerson(database.db, campus[act.by].id);
      const result = await performAction(database.db, {
        ticketId: ticket.id,
        action,
        actor,
        body: act.body ?? {},
        version: null,
        batch: randomUUID(),
        now,
        t: (text) => text,
        timeZone: 'Europe/Paris',
        identified: (login) => ({ kind: 'found', id: campus[login as 'zoe'].id, name: login }),
      });
      assert.equal(result.kind, 'done', `${action}: ${JSON.stringify(result, null, 1).slice(0, 300)}`);
      const is = await rowOf(ticket.id);
      const entries = await database.db('ticketEvents').where({ ticketId: ticket.id }).orderBy('id').offset(1);
      assert.equal(is.version, Number(was.version) + entries.length, `${action}: one version for each entry`);
      const told: Record<string, unknown> = { ...was };
      for (const { changes } of entries) {
        for (const [field, [from, to]] of Object.entries(changes as Record<string, [unknown, unknown]>)) {
          assert.deepEqual(from, told[field], `${action}: ${field} before`);
          assert.notDeepEqual(from, to, `${action}: ${field} changed`);
          told[field] = to;
        }
      }
      for (const field of Object.keys(is).filter((name) => !not.has(name))) {
        assert.deepEqual(told[field], is[field], `${action}: ${field} after`);
      }
    }
  });

  it('and when somebody of the service first did something of it', async () => {
    const facts = async (action: string) => {
      const act = acts(campus, other)[action] ?? assert.fail();
      const ticket = await ticketFor(action, act);
      const actor = act.by === null ? null : await selectPerson(database.db, campus[act.by].id);
      const request = { ticketId: ticket.id, action, actor, body: act.body ?? {}, version: null, batch: randomUUID() };
      await performAction(database.db, { ...request, now, t: (text) => text });
      return (await rowOf(ticket.id)).firstReactionAt;
    };
    for (const action of ['take-charge', 'transfer', 'close', 'assign', 'change-priority'])
      assert.equal(await facts(action), now.toISOString(), action);
    for (const action of ['comment', 'cancel', 'change-subject', 'recall'])
      assert.equal(await facts(action), null, action);
  });
});
