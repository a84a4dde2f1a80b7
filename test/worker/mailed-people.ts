import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Db } from '../../src/db/connection.ts';
import type { Alertness, MonitoringRules } from '../../src/monitoring/rule.ts';
import { aCategory, aManager, aPerson, aService, aTicket } from '../support/rows.ts';

const text = await readFile(new URL('who-is-mailed.md', import.meta.url), 'utf8');

const linesOf = (heading: string) => {
  const [, body = ''] = text.split(`| ${heading} `);
  return body
    .split('\n\n')[0]
    ?.trimEnd()
    .split('\n')
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, ...cells]) => cells) as string[][];
};

/** What each level hears of each kind, as the table says it. */
export const hearing = new Map(linesOf('kind').map(([kind, ...levels]) => [kind, levels]));

export const acts = linesOf('act').map(([act = '', kind = '', ...others]) => ({ act, kind, others }));

/** What makes an act be told or not, besides its kind. */
export const cases = linesOf('case').map(([name = '', ...told]) => ({ name, told: told.slice(0, -1) }));

const levels: Alertness[] = ['never', 'creation', 'always'];

/** Every setting that the form of the preferences can store: a nearer line is never less alert. */
export const settings: MonitoringRules[] = levels.flatMap((any, wide) =>
  levels
    .slice(wide)
    .flatMap((category, rank) => levels.slice(wide + rank).map((handled) => ({ any, category, handled }))),
);

const monitors = ({ any, category, handled }: MonitoringRules) => ({
  monitorsAny: any,
  monitorsCategory: category,
  monitorsHandled: handled,
});

const everything: MonitoringRules = { any: 'always', category: 'always', handled: 'always' };
const nothing: MonitoringRules = { any: 'never', category: 'never', handled: 'never' };

/** Two services and two categories in the first, with a manager for each relation and each setting. */
export async function aStaff(db: Db) {
  const [here, there] = [await aService(db), await aService(db)];
  const wifi = await aCategory(db, here.id, { inheritsMembers: false });
  const printers = await aCategory(db, here.id, { inheritsMembers: false });
  const loans = await aCategory(db, there.id, { inheritsMembers: false });
  const manager = async (login: string, service: number, rules: MonitoringRules, memberOf?: number) => {
    const person = await aPerson(db, { login });
    await aManager(db, service, person.id, [], monitors(rules));
    if (memberOf !== undefined) await db('categoryMembers').insert({ categoryId: memberOf, personId: person.id });
    return person;
  };
  const others = await Promise.all(
    ['owner', 'invited', 'guest', 'follower', 'bookmarker', 'formerOwner'].map((login) => aPerson(db, { login })),
  );
  for (const [rank, rules] of settings.entries()) {
    await manager(`manager${rank}`, here.id, rules);
    await manager(`member${rank}`, here.id, rules, wifi.id);
    await manager(`handler${rank}`, here.id, rules);
    await manager(`former${rank}`, here.id, rules);
  }
  const author = await manager('author', here.id, everything, wifi.id);
  const left = await manager('left', there.id, everything);
  const leftMember = await manager(
    'leftmember',
    here.id,
    { ...nothing, category: 'always', handled: 'always' },
    printers.id,
  );
  const ids = new Map<string, number>();
  for (const { id, login } of await db('people').select('id', 'login')) ids.set(login, id);
  return { here, there, wifi, printers, loans, others, author, left, leftMember, ids };
}
export type Staff = Awaited<ReturnType<typeof aStaff>>;

/** What an act changes of a ticket that it leaves with the handler and in the category of the scene. */
const changesOf = (act: string, { there, here, loans, printers, others }: Staff, former: number, handler: number) => {
  const move = { categoryId: [loans.id, 0], serviceId: [there.id, here.id] };
  const changes: Record<string, object> = {
    'take-charge': { handlerId: [former, handler] },
    assign: { handlerId: [former, handler] },
    'assign-automatically': { handlerId: [former, handler] },
    release: { handlerId: [former, null] },
    transfer: move,
    'send-back': move,
    'transfer within the service': { categoryId: [printers.id, 0] },
    'change-owner': { ownerId: [others[5]?.id, others[0]?.id] },
  };
  return changes[act] ?? {};
};

const whoChangesHands = ['take-charge', 'assign', 'assign-automatically', 'release'];
export const hadAnother = (act: string) => whoChangesHands.includes(act);

/** An operation of the author on a ticket with everybody around it, as the engine would have recorded it. */
export async function anOperation(db: Db, staff: Staff, act: string, rank: number, visibility: 'public' | 'private') {
  const [owner, invited, guest, follower, bookmarker] = staff.others.map(({ id }) => id) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const [handler, former] = [staff.ids.get(`handler${rank}`) ?? 0, staff.ids.get(`former${rank}`) ?? 0];
  const ticket = await aTicket(db, {
    serviceId: staff.here.id,
    categoryId: staff.wifi.id,
    ownerId: owner,
    effectiveVisibility: visibility,
    ...(act === 'release' ? {} : { handlerId: handler, status: 'in-progress' }),
  });
  const invites = act.startsWith('invite');
  const rows = (people: number[]) => people.map((personId) => ({ ticketId: ticket.id, personId }));
  await db('ticketGuests').insert(rows([guest, ...(invites ? [invited] : [])]));
  await db('ticketWatches').insert(rows([follower, staff.author.id]));
  await db('bookmarks').insert(rows([bookmarker, staff.author.id]));
  const batch = randomUUID();
  const says = act === 'comment' || act === 'request-information';
  await db('ticketEvents').insert({
    ticketId: ticket.id,
    batch,
    action: act.split(' ')[0],
    actorId: staff.author.id,
    at: new Date(),
    changes: JSON.stringify(changesOf(act, staff, former, handler)),
    details: JSON.stringify(invites ? { who: { people: [invited] } } : {}),
    ...(says ? { messageHtml: '<p>Bonjour</p>', messageText: 'Bonjour' } : {}),
  });
  return { ticketId: ticket.id, batch };
}
