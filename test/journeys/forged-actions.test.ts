import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { TicketAction } from '../../src/tickets/actions/define.ts';
import { catalogue } from '../../src/tickets/actions/index.ts';
import { performAction } from '../../src/tickets/perform.ts';
import { withTarget } from '../../src/tickets/target.ts';
import { translator } from '../../src/web/words.ts';
import {
  aCast,
  actorOf,
  aFullTicket,
  type Cast,
  concernedBy,
  everything,
  type FullTicket,
  situationFor,
} from '../support/cast.ts';
import { aWorld, type World } from '../support/world.ts';

type Login = keyof Cast['people'];

const logins: Login[] = ['lea', 'marc', 'nadia', 'paul', 'rose', 'gil', 'zoe', 'chef'];
const open = { visibility: 'public', effectiveVisibility: 'public' } as const;
const states = [
  ['free', open],
  ['in-progress', {}],
  ['closed', open],
  ['approved', { archivedAt: new Date() }],
] as const;

describe('Ce qui n’est pas offert', () => {
  let world: World;
  let cast: Cast;

  before(async () => {
    world = await aWorld();
    cast = await aCast(world.db);
  });
  after(() => world.close());

  /** A body with something for every field of every action, so that nothing but the right stands in the way. */
  const everyField = () => ({
    message: 'Forcé',
    subject: 'Forcé',
    audience: 'managers-owner-guests',
    handler: String(cast.nadia.id),
    to: String(cast.loans.id),
    who: 'zoe',
    owner: 'zoe',
    guest: String(cast.gil.id),
    visibility: 'public',
    priority: '5',
    origin: 'phone',
    status: 'approved',
    handlerId: String(cast.zoe.id),
    ownerId: String(cast.zoe.id),
  });

  /** The actions of the catalogue that this person is not offered on this ticket. */
  const refusedTo = async (login: Login, ticket: FullTicket): Promise<TicketAction[]> => {
    const situation = await situationFor(world.db, cast.people[login], ticket);
    if (situation === null) return [...catalogue];
    const refused: TicketAction[] = [];
    for (const action of catalogue) {
      const situated = await withTarget(world.db, situation, action, concernedBy(action, ticket));
      if (!action.offeredWhen(situated)) refused.push(action);
    }
    return refused;
  };

  for (const login of logins) {
    it(`${login} : dans aucun état du ticket, aucune des autres actions du catalogue ne passe ni n’écrit`, async () => {
      const actor = await actorOf(world.db, cast.people[login]);
      for (const [status, facts] of states) {
        const ticket = await aFullTicket(world.db, cast, status, facts);
        const before = await everything(world.db);
        for (const action of await refusedTo(login, ticket)) {
          const { kind } = await performAction(world.db, {
            ticketId: ticket.id,
            action: action.name,
            actor,
            body: everyField(),
            version: null,
            batch: randomUUID(),
            now: new Date(),
            on: concernedBy(action, ticket),
            t: translator('fr'),
          });
          assert.ok(['not-offered', 'not-found'].includes(kind), `${action.name} ${status}: ${kind}`);
        }
        assert.deepEqual(await everything(world.db), before, status);
      }
    });

    it(`${login} : le formulaire forgé répond 404 ou 409, par la porte comme par l’adresse`, async () => {
      const visitor = await world.visitor(login);
      const csrf = (await visitor.get('/')).form('form[action="/preferences/theme"]').fields._csrf ?? '';
      const ticket = await aFullTicket(world.db, cast, 'in-progress', login === 'zoe' ? open : {});
      const before = await everything(world.db);
      for (const action of await refusedTo(login, ticket)) {
        const on = concernedBy(action, ticket);
        const address = `/tickets/${ticket.id}/actions/${action.name}${on === undefined ? '' : `?on=${on}`}`;
        const body = { ...everyField(), _csrf: csrf, version: '1', batch: randomUUID() };
        const { status } = await visitor.post(address, body);
        assert.ok([404, 409].includes(status), `${action.name}: ${status}`);
      }
      assert.deepEqual(await everything(world.db), before);
    });
  }

  it('un nom d’action inventé répond de même', async () => {
    const visitor = await world.visitor('marc');
    const csrf = (await visitor.get('/')).form('form[action="/preferences/theme"]').fields._csrf ?? '';
    const ticket = await aFullTicket(world.db, cast, 'in-progress');
    for (const name of ['__proto__', 'constructor', 'toString', 'close%00', 'CLOSE', 'x'.repeat(61)]) {
      const body = { ...everyField(), _csrf: csrf, version: '1', batch: randomUUID() };
      const { status } = await visitor.post(`/tickets/${ticket.id}/actions/${name}`, body);
      assert.ok(status >= 400 && status < 500, `${name}: ${status}`);
    }
  });
});
