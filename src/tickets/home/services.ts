import { inHand, openState } from '../dashboard/branches.ts';
import { ownServiceVisibleSql } from '../visibility.ts';

/** What waits in a service, for one of its managers. Counts stop at `most`. */
export interface ServiceWaiting {
  id: number;
  label: string;
  /** In nobody's charge. */
  free: number;
  /** Since when the one that waits longest has not moved. */
  oldest: Date | null;
  mine: number;
  mineUnread: number;
}

const freeSql = `
  from tickets t where t.service_id = s.id and t.handler_id is null and ${openState} and ${ownServiceVisibleSql}`;

/** Of what he has in hand, looked at; nobody has more, or he does not count them. */
const mostMine = 200;

// one look at what he has in hand, and not one for each service; one at what he saw of it, and not one for each ticket
/** What waits in the services that this person manages, those where nothing does included. */
export const servicesSql = `
  with held as materialized (
    select t.id, t.service_id, t.last_action_at from tickets t
    where t.handler_id = :person and ${inHand} and ${ownServiceVisibleSql} limit ${mostMine}
  ), seen as materialized (
    select v.ticket_id, v.seen_at from ticket_views v
    where v.person_id = :person and v.ticket_id = any (array(select id from held))
  ), mine as (
    select held.service_id, count(*) as count, count(*) - count(seen.ticket_id) as unread
    from held left join seen on seen.ticket_id = held.id and seen.seen_at >= held.last_action_at
    group by held.service_id
  )
  select s.id, s.label, free.count as free, oldest.last_action_at as oldest,
    coalesce(mine.count, 0) as mine, coalesce(mine.unread, 0) as "mineUnread"
  from service_managers m join services s on s.id = m.service_id
  cross join lateral (select count(*) from (select 1 ${freeSql} limit :most) counted) free
  left join lateral (select t.last_action_at ${freeSql} order by t.last_action_at, t.id limit 1) oldest on true
  left join mine on mine.service_id = s.id
  where m.person_id = :person
  order by s.position, s.label`;
