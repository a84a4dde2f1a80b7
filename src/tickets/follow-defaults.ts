import { rows, type Transaction } from '../db/connection.ts';

const followSql = `
  with stale as (
    select t.id, t.effective_visibility as before, d.visibility as after
    from tickets t
    join (select c.id, (select visibility from category_settings(c.id)) as visibility
          from categories c where c.service_id = :service) d on d.id = t.category_id
    where t.service_id = :service and t.visibility is null and t.effective_visibility <> d.visibility
  ), moved as (
    update tickets t set effective_visibility = stale.after from stale where t.id = stale.id
    returning t.id, stale.before, stale.after
  ), closed as (
    select id from moved where before in ('public', 'intranet') and after not in ('public', 'intranet')
    union
    select t.id from tickets t where t.service_id = :service and t.category_id = any (array(
      select c.id from categories c where c.service_id = :service and category_is_confidential(c.id)))
  ), entries as (
    update ticket_events e set audience = 'managers-owner-guests'
    where e.audience = 'everyone' and e.ticket_id in (select id from closed)
  ), files as (
    update attachments a set audience = 'managers-owner-guests'
    where a.audience = 'everyone' and a.ticket_id in (select id from closed)
  )
  select count(*) as count from moved`;

/**
 * The tickets of a service whose visibility is « par défaut » take the defaults that are now; what is no longer open to
 * all, or has become confidential, is narrowed for good.
 */
export async function followDefaults(trx: Transaction, service: number): Promise<number> {
  const [moved] = await rows<{ count: number }>(trx, followSql, { service });
  return moved?.count ?? 0;
}
