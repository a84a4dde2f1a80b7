import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type Privilege, privileges } from '../../src/services/privileges.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';
import { aCampus, type Campus } from '../support/campus.ts';
import type { Visitor } from '../support/visitor.ts';
import { aWorld, type World } from '../support/world.ts';

/** What Paul sends, as a program would, and how one knows that it was done. */
interface Attempt {
  send(): Promise<unknown>;
  done(): Promise<boolean>;
}

describe('Chaque privilège de gestionnaire, seul puis seul à manquer, par des requêtes forgées', () => {
  let world: World;
  let campus: Campus;
  let paul: Visitor;
  let _csrf: string;
  let attempts: Record<Privilege, () => Promise<Attempt>>;

  before(async () => {
    world = await aWorld();
    campus = await aCampus(world.db);
    paul = await world.visitor('paul');
    _csrf = await paul.token();
    attempts = attemptsOf();
  });
  after(() => world.close());

  const holds = (held: readonly Privilege[]) =>
    world
      .db('serviceManagers')
      .where({ serviceId: campus.dnum.id, personId: campus.paul.id })
      .update({ privileges: [...held], available: true });
  const own = () => world.db('serviceManagers').where({ serviceId: campus.dnum.id, personId: campus.paul.id }).first();

  /** An action of the catalogue on a ticket in this state; done when the ticket is then as expected. */
  const onTicket =
    (
      action: string,
      state: () => Partial<Ticket>,
      body: () => Record<string, string>,
      expected: () => Partial<Ticket>,
    ) =>
    async (): Promise<Attempt> => {
      const { id } = await campus.ticketOfLea(state());
      const envelope = { _csrf, version: '1', batch: randomUUID() };
      return {
        send: () => paul.post(`/tickets/${id}/actions/${action}`, { ...envelope, ...body() }, { multipart: true }),
        done: async () => (await world.db('tickets').where({ id, ...expected() })).length === 1,
      };
    };

  const handled = () => ({ status: 'in-progress' as const, handlerId: campus.marc.id });
  const ownHands = () => ({ status: 'in-progress' as const, handlerId: campus.paul.id });
  const approved = () => ({ status: 'approved' as const, handlerId: campus.marc.id, closedAt: new Date() });
  const nothing = () => ({});

  const attemptsOf = (): Record<Privilege, () => Promise<Attempt>> => ({
    'take-free-ticket': onTicket('take-charge', nothing, nothing, ownHands),
    'take-handled-ticket': onTicket('take-charge', handled, nothing, ownHands),
    'assign-ticket': onTicket(
      'assign',
      handled,
      () => ({ handler: String(campus.nadia.id) }),
      () => ({ handlerId: campus.nadia.id }),
    ),
    'refuse-ticket': onTicket(
      'refuse',
      ownHands,
      () => ({ message: 'Non' }),
      () => ({ status: 'refused' }),
    ),
    'transfer-to-other-service': onTicket(
      'transfer',
      handled,
      () => ({ to: String(campus.loans.id) }),
      () => ({ serviceId: campus.library.id }),
    ),
    'reopen-any-ticket': onTicket('reopen', approved, nothing, () => ({ status: 'in-progress' })),
    'manage-properties': async () => {
      const marc = await world.visitor('marc');
      const path = `/services/${campus.dnum.id}/properties`;
      const { fields } = (await marc.get(path)).formOfButton('Modifier les propriétés');
      const help = randomUUID();
      return {
        send: () => paul.post(path, { ...fields, _csrf, help }),
        done: async () => (await world.db('services').where({ id: campus.dnum.id }).first()).help === help,
      };
    },
    'manage-managers': async () => {
      await world.db('serviceManagers').where({ personId: campus.zoe.id }).delete();
      return {
        send: () => paul.post(`/services/${campus.dnum.id}/managers/new`, { _csrf, who: 'zoe' }),
        done: async () => (await world.db('serviceManagers').where({ personId: campus.zoe.id })).length === 1,
      };
    },
    'manage-categories': async () => {
      const label = randomUUID().slice(0, 8);
      const body = { _csrf, label, longLabel: 'Essai', parent: `service:${campus.dnum.id}` };
      return {
        send: () => paul.post(`/services/${campus.dnum.id}/categories/new`, body),
        done: async () => (await world.db('categories').where({ label })).length === 1,
      };
    },
    // kept for the questions and answers to come
    'manage-faq': async () => ({
      send: async () => {},
      done: async () => (await own()).privileges.includes('manage-faq'),
    }),
    'set-own-availability': async () => {
      const { version } = await own();
      const path = `/services/${campus.dnum.id}/managers/${campus.paul.id}`;
      return {
        send: () => paul.post(path, { _csrf, version: String(version), rate: '100' }),
        done: async () => (await own()).available === false,
      };
    },
  });

  it('tous sont essayés', () => {
    assert.deepEqual(Object.keys(attempts).sort(), [...privileges].sort());
  });

  for (const privilege of privileges) {
    it(`${privilege} : avec lui seul, cela se fait ; avec tous les autres, non`, async () => {
      await holds([privilege]);
      const allowed = await attempts[privilege]();
      await allowed.send();
      assert.equal(await allowed.done(), true, 'with it alone');
      // who manages the managers sets the availability of all of them
      const others = privileges.filter((one) => one !== privilege);
      await holds(privilege === 'set-own-availability' ? others.filter((one) => one !== 'manage-managers') : others);
      const refused = await attempts[privilege]();
      await refused.send();
      assert.equal(await refused.done(), false, 'with all the others');
    });
  }

  it('un administrateur qui n’est pas gestionnaire n’agit sur aucun ticket', async () => {
    await world.db('people').where({ id: campus.zoe.id }).update({ isAdmin: true });
    await world.db('serviceManagers').where({ personId: campus.zoe.id }).delete();
    const zoe = await world.visitor('zoe');
    const { id } = await campus.ticketOfLea();
    const token = await zoe.token();
    const envelope = { _csrf: token, version: '1', batch: randomUUID() };
    const refused = await zoe.post(`/tickets/${id}/actions/take-charge`, envelope, { multipart: true });
    assert.equal(refused.status, 409);
    assert.equal((await world.db('tickets').where({ id }).first()).handlerId, null);
  });
});
