import { rows, type Transaction } from '../db/connection.ts';
import { mayHandleSql } from '../services/handling.ts';
import { changeManager } from '../services/manager-changes.ts';
import type { ManagerRow } from '../services/managers.ts';
import { logChanges } from '../services/setting-changes.ts';

interface Handing {
  person: { id: number };
  id: number;
  managerId: number;
  now: Date;
}

interface Between {
  id: number;
  from: number;
  to: number;
}

export async function giveMemberships(trx: Transaction, { id, from, to, replace }: Between & { replace: boolean }) {
  await rows(
    trx,
    `insert into category_members (category_id, person_id, position)
     select e.category_id, :to, e.position from category_members e join categories c on c.id = e.category_id
     where c.service_id = :id and e.person_id = :from on conflict do nothing`,
    { id, from, to },
  );
  if (!replace) return;
  await rows(
    trx,
    `delete from category_members e using categories c
     where c.id = e.category_id and c.service_id = :id and e.person_id = :from`,
    { id, from },
  );
}

/** What he follows is followed by the other, who may read it. */
export async function giveWatches(trx: Transaction, { id, from, to, now }: Between & { now: Date }): Promise<number> {
  const moved = await rows(
    trx,
    `with given as (
       delete from ticket_watches w using tickets t
       where t.id = w.ticket_id and t.service_id = :id and w.person_id = :from
         and ${mayHandleSql('t.category_id', 'cast(:to as integer)')}
       returning w.ticket_id
     ), kept as (
       insert into ticket_watches (ticket_id, person_id, created_at)
       select ticket_id, :to, :now from given on conflict do nothing
     )
     select ticket_id from given`,
    { id, from, to, now },
  );
  return moved.length;
}

export const makeUnavailable = (trx: Transaction, { person, now }: Handing, manager: ManagerRow) =>
  changeManager(trx, manager, { available: false }, { actorId: person.id, now });

export async function logHandover(
  trx: Transaction,
  { person, id, managerId, now }: Handing,
  name: string,
  { to, tickets, memberships }: { to: number; tickets: boolean; memberships: readonly string[] },
) {
  const receiver = await trx('people').where({ id: to }).first('displayName as name');
  const what = { serviceId: id, personId: managerId, version: null, about: name, actorId: person.id, at: now };
  await logChanges(trx, what, [
    { setting: 'Passage de main', before: name, after: receiver.name },
    ...(tickets ? [{ setting: 'Ses tickets ouverts', before: name, after: receiver.name }] : []),
    ...(memberships.length > 0
      ? [{ setting: 'Ses catégories', before: null, after: `${receiver.name} : ${memberships.join(', ')}` }]
      : []),
  ]);
}
