import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { selectPerson } from '../../src/people/person.ts';
import type { TicketAction } from '../../src/tickets/actions/define.ts';
import { catalogue } from '../../src/tickets/actions/index.ts';
import { performAction } from '../../src/tickets/perform.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import { aDatabase, type Database } from '../support/databases.ts';

interface Act {
  by: 'lea' | 'marc' | 'nadia' | 'gil' | null;
  on?: Partial<Ticket>;
  body?: Record<string, string>;
}

const closed = { status: 'closed', closedAt: new Date('2026-03-03T10:00:00Z') } as const;
const says = { message: '<p>Voici</p>' };

/** Each action that somebody does, once: by whom, on what ticket (Léa’s, that Marc handles), with what typed. */
const acts = (campus: Campus, other: { id: number }): Record<string, Act> => ({
  'change-subject': { by: 'lea', body: { subject: 'Un autre sujet' } },
  'approve-closure': { by: 'lea', on: closed },
  'refuse-closure': { by: 'lea', on: closed, body: says },
  comment: { by: 'lea', on: { status: 'incomplete' }, body: says },
  cancel: { by: 'lea' },
  'request-information': { by: 'marc', body: says },
  close: { by: 'marc', body: { spentTime: '1 h 30', releases: 'on', seeAlso: String(other.id) } },
  refuse: { by: 'marc', body: { ...says, spentTime: '10' } },
  postpone: { by: 'marc', body: { until: '2026-04-01' } },
  recall: { by: null, on: { status: 'postponed', recallAt: new Date('2026-03-04T05:00:00Z') } },
  reopen: { by: 'marc', on: closed },
  transfer: { by: 'marc', body: { to: String(campus.loans.id), watch: 'on' } },
  'change-owner': { by: 'marc', body: { owner: 'zoe' } },
  'take-charge': { by: 'nadia' },
  'take-charge-and-close': { by: 'nadia', body: { spentTime: '2 h' } },
  'take-charge-and-request-information': { by: 'nadia', body: says },
  release: { by: 'marc' },
  assign: { by: 'marc', body: { handler: String(campus.nadia.id) } },
  invite: { by: 'marc', body: { who: 'zoe' } },
  'invite-group': { by: 'marc', body: { group: `service:${campus.library.id}` } },
  'remove-guest': { by: 'marc', body: { guest: String(campus.gil.id) } },
  leave: { by: 'gil' },
  'change-priority': { by: 'marc', body: { priority: '5' } },
  'change-visibility': { by: 'marc', body: { visibility: 'public' } },
  'change-origin': { by: 'marc', body: { origin: 'phone' } },
  'change-machine': { by: 'marc', body: { machine: 'PC-B204' } },
  'change-spent-time': { by: 'marc', body: { spentTime: '1 j' } },
  connect: { by: 'marc', body: { other: String(other.id) } },
  disconnect: { by: 'marc', body: { other: String(other.id) } },
  'approve-tacitly': { by: null, on: closed },
  expire: { by: null, on: closed },
});

/** Told by the tests of what does them; those that concern an entry or a file change nothing of the ticket itself. */
const elsewhere = new Set(['file', 'add-file', 'assign-automatically', 'reassign', 'take-away', 'send-back']);
const changesTheTicket = ({ personal, opens, concerns }: TicketAction) =>
  personal === undefined && opens === undefined && concerns === undefined;
const not = new Set(['version', 'lastActionAt', 'search']);

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

  const ticketFor = async (name: string, { on = {} }: Act) => {
    const ticket = await campus.ticketOfLea({
      status: 'in-progress',
      handlerId: campus.marc.id,
      createdAt: new Date('2026-03-03T09:00:00Z'),
      ...on,
    });
    if (['leave', 'remove-guest'].includes(name)) {
      await database.db('ticketGuests').insert({ ticketId: ticket.id, personId: campus.gil.id });
    }
    if (name === 'disconnect') {
      await database.db('ticketLinks').insert({ ticketId: other.id, linkedTicketId: ticket.id });
    }
    return ticket;
  };

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
