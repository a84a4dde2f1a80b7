import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../../src/tickets/actions/define.ts';
import { actionNamed } from '../../src/tickets/actions/index.ts';
import { askedFields } from '../../src/tickets/asked-fields.ts';
import type { Destination } from '../../src/tickets/lookups.ts';
import type { Situation } from '../../src/tickets/situation.ts';
import type { Status } from '../../src/tickets/ticket.ts';
import { situation, standings } from './matrix.ts';

const me = 1;
const sender = 7;
const silence = { message: null, audience: 'managers-owner-guests' };

const as = (who: string, status: Status, more: Partial<Situation> = {}): Situation => ({
  ...situation(status, standings[who] ?? assert.fail(who)),
  ...more,
});
const handler = (status: Status, more: Partial<Situation> = {}) => as('Le gestionnaire du ticket', status, more);
const decide = (action: string, where: Situation, input: object): Outcome =>
  (actionNamed(action) ?? assert.fail(action)).decide(where, { ...silence, ...input });
const following = ({ followedBy = [] }: Outcome) =>
  followedBy.map(({ action, outcome, by }) => [action.name, outcome.ticket, by ?? 'the same person']);
const asked = (action: string, where: Situation) =>
  Object.entries(askedFields((actionNamed(action) ?? assert.fail(action)).fields, where)).map(
    ([name, { required }]) => `${name}${required ? '*' : ''}`,
  );

const elsewhere: Destination = {
  id: 9,
  serviceId: 2,
  defaultVisibility: 'private',
  anonymous: false,
  confidential: false,
  keepsHandler: false,
  permanentGuests: [],
  availableManagers: [sender],
};
const moving = { to: elsewhere, stay: true, watch: false };

describe('What an action decides', () => {
  it('a closure that releases leaves the ticket closed, with nobody in charge', () => {
    const closed = decide('close', handler('in-progress'), { releases: true });
    assert.equal(closed.ticket?.status, 'closed');
    assert.deepEqual(following(closed), [['release', { handlerId: null }, 'the same person']]);
    assert.deepEqual(following(decide('close', handler('in-progress'), {})), []);
  });

  it('the time spent is asked of managers who close, take and close or refuse, and required where the service says so', () => {
    const wanted = { spentTimeRequired: true };
    for (const action of ['close', 'refuse', 'take-charge-and-close']) {
      assert.ok(asked(action, handler('in-progress', wanted)).includes('spentTime*'), action);
      assert.ok(asked(action, handler('in-progress')).includes('spentTime'), action);
    }
    const owner = asked('close', as('Le propriétaire', 'in-progress', wanted));
    assert.deepEqual(owner, ['message', 'audience']);
    const both = asked('close', as('Le propriétaire, lui-même gestionnaire du service', 'in-progress', wanted));
    assert.ok(both.includes('spentTime') && !both.includes('spentTime*'));
  });

  it('who closes without being asked the time spent leaves it as it was', () => {
    assert.equal('spentMinutes' in (decide('close', as('Le propriétaire', 'free'), {}).ticket ?? {}), false);
    assert.equal(decide('close', handler('in-progress'), { spentTime: 90 }).ticket?.spentMinutes, 90);
  });

  it('a move takes the handler off where he does not manage, and lets him stay as a guest, save in a confidential category', () => {
    const moved = decide('transfer', handler('in-progress'), moving);
    assert.deepEqual(following(moved), [
      ['release', { handlerId: null, status: 'free' }, 'application'],
      ['invite', undefined, 'the same person'],
    ]);
    assert.deepEqual(moved.followedBy?.[1]?.outcome.newGuests, [me]);
    const hidden = decide('transfer', handler('in-progress'), { ...moving, to: { ...elsewhere, confidential: true } });
    assert.deepEqual(
      following(hidden).map(([name]) => name),
      ['release'],
    );
    assert.equal(hidden.warnings?.length, 1);
  });

  it('a move keeps the handler who manages there too, unless he wants to be released; an incomplete ticket stays so', () => {
    const to = { ...elsewhere, keepsHandler: true };
    assert.deepEqual(following(decide('transfer', handler('incomplete'), { ...moving, to })), []);
    assert.deepEqual(following(decide('transfer', handler('incomplete'), { ...moving, to, releases: true })), [
      ['release', { handlerId: null }, 'the same person'],
    ]);
  });

  it('a ticket sent back goes to who had moved it, if he is available, else to nobody', () => {
    const lastMove = { category: 9, label: 'Avant', service: 2, person: sender };
    const back = decide('send-back', handler('in-progress', { lastMove }), { to: elsewhere });
    assert.deepEqual(
      following(back).map(([name]) => name),
      ['release', 'assign'],
    );
    const away = { ...elsewhere, availableManagers: [] };
    const alone = decide('send-back', handler('in-progress', { lastMove }), { to: away });
    assert.deepEqual(
      following(alone).map(([name]) => name),
      ['release'],
    );
  });

  it('a ticket is sent to another service, and back, by who has the privilege to', () => {
    const lastMove = { category: 9, label: 'Avant', service: 2, person: sender };
    const offered = (who: string) => actionNamed('send-back')?.offeredWhen(as(who, 'free', { lastMove }));
    assert.equal(offered('Un autre gestionnaire du service'), true);
    assert.equal(offered('Un gestionnaire sans privilège'), false);
  });

  it('re-opening releases a handler who has left the service', () => {
    const gone = decide('reopen', handler('approved', { handlerManages: false }), {});
    assert.deepEqual(following(gone), [['release', { handlerId: null, status: 'free' }, 'application']]);
    assert.deepEqual(following(decide('reopen', handler('approved'), {})), []);
  });
});
