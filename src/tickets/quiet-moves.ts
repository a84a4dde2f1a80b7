import { rows, type Transaction } from '../db/connection.ts';
import { mayHandleSql } from '../services/handling.ts';
import type { Details } from './actions/define.ts';
import type { Changes } from './record.ts';

/** What the tickets of a category become when an act on the category itself moves them. */
export interface QuietMove {
  details: Details;
  changes: Changes;
  at: Date;
}

/** The tickets of a category, archived ones too, locked until the end. */
export const lockTicketsOf = async (trx: Transaction, categoryId: number): Promise<number[]> =>
  (
    await rows<{ id: number }>(
      trx,
      'select id from tickets where category_id = :categoryId order by id for no key update',
      { categoryId },
    )
  ).map(({ id }) => id);

const noted = (action: 'transfer' | 'release' | 'invite') =>
  `insert into ticket_events (ticket_id, batch, action, actor_id, at, audience, details, changes, quiet)
   select id, gen_random_uuid(), '${action}', null, cast(:at as timestamptz), 'managers-owner-guests'`;

/** An entry by the application for each, which nobody is told of; their latest news stays what it was. */
export async function noteMoves(trx: Transaction, ids: readonly number[], move: QuietMove): Promise<void> {
  const { at } = move;
  const written = { details: JSON.stringify(move.details), changes: JSON.stringify(move.changes) };
  await rows(
    trx,
    `with moved as (
       update tickets set version = version + 1 where id = any (cast(:ids as bigint[])) returning id
     )
     ${noted('transfer')}, cast(:details as jsonb), cast(:changes as jsonb), true from moved`,
    { ids, at, ...written },
  );
}

/** Releases the tickets, among these, whose handler does not belong to the place where they now are. */
export async function releaseStrangers(trx: Transaction, ids: readonly number[], at: Date): Promise<void> {
  await rows(
    trx,
    `with leaving as (
       select t.id, t.handler_id, t.status from tickets t
       where t.id = any (cast(:ids as bigint[])) and t.handler_id is not null and t.archived_at is null
         and not exists (select 1 from service_managers m where m.service_id = t.service_id
           and m.person_id = t.handler_id and ${mayHandleSql('t.category_id', 'm.person_id')})
     ), released as (
       update tickets t set handler_id = null, version = t.version + 1,
         status = case t.status when 'in-progress' then 'free' else t.status end
       from leaving where t.id = leaving.id
     )
     ${noted('release')}, '{}', jsonb_build_object('handlerId', jsonb_build_array(handler_id, null))
       || case status when 'in-progress' then '{"status": ["in-progress", "free"]}'::jsonb else '{}'::jsonb end, true
     from leaving`,
    { ids, at },
  );
}

/** The permanent guests of the service where tickets have arrived; archived ones keep their readers. */
export async function invitePermanentGuests(trx: Transaction, ids: readonly number[], at: Date): Promise<void> {
  await rows(
    trx,
    `with added as (
       insert into ticket_guests (ticket_id, person_id, added_at)
       select t.id, g.person_id, cast(:at as timestamptz)
       from tickets t join permanent_guests g on g.service_id = t.service_id and g.person_id <> t.owner_id
       where t.id = any (cast(:ids as bigint[])) and t.archived_at is null
       on conflict do nothing returning ticket_id as id, person_id
     ), invited as (
       select id, jsonb_agg(person_id order by person_id) as people from added group by id
     ), raised as (
       update tickets t set version = t.version + 1 from invited where t.id = invited.id
     )
     ${noted('invite')}, jsonb_build_object('who', jsonb_build_object('people', people)), '{}', true from invited`,
    { ids, at },
  );
}

/** Files all the tickets of a category in another one, of any service. Answers how many. */
export async function moveTickets(
  trx: Transaction,
  from: { id: number; longLabel: string; serviceId: number },
  to: { id: number; serviceId: number },
  { at, kept }: { at: Date; kept: boolean },
): Promise<number> {
  const ids = await lockTicketsOf(trx, from.id);
  await rows(
    trx,
    `update tickets set category_id = :category, service_id = :service,
       anonymous = case service_id when :service then anonymous else (select anonymous from services where id = :service) end
     where id = any (cast(:ids as bigint[]))`,
    { ids, category: to.id, service: to.serviceId },
  );
  await noteMoves(trx, ids, {
    details: { from: kept ? { category: from.id } : { text: from.longLabel }, to: { category: to.id } },
    changes: {
      categoryId: [from.id, to.id],
      ...(from.serviceId === to.serviceId ? {} : { serviceId: [from.serviceId, to.serviceId] }),
    },
    at,
  });
  await releaseStrangers(trx, ids, at);
  if (from.serviceId !== to.serviceId) await invitePermanentGuests(trx, ids, at);
  return ids.length;
}
