import { handlesSql, memberSql, takesTicketsSql } from '../services/handling.ts';
import { isLinkedSql } from './links.ts';
import { serviceVisibleSql } from './visibility.ts';

const personJson = (alias: string) =>
  `case when ${alias}.id is null then null
        else json_build_object('id', ${alias}.id, 'name', ${alias}.display_name, 'mail', ${alias}.mail, 'left', ${alias}.left_at is not null) end`;

/** The columns of `tickets t` that make a `Ticket`. */
export const ticketColumns = `
    t.id, t.subject, t.status, t.service_id, t.category_id, t.creation_service_id, t.owner_id, t.creator_id, t.handler_id,
    t.origin, t.priority, t.visibility, t.effective_visibility, t.anonymous, t.version, t.created_at, t.last_action_at,
    t.closed_at, t.recall_at, t.archived_at, t.spent_minutes, t.machine, t.first_reaction_at`;

export const situationSql = `
  select ${ticketColumns}, t.xmin as as_read, s.label as service, c.long_label as category,
    coalesce(t.priority, c.effective_priority) as effective_priority,
    c.concealed as confidential,
    ${personJson('owner')} as owner, ${personJson('handler')} as handler,
    (select json_agg(${personJson('p')} order by p.display_name, p.id)
       from ticket_guests g join people p on p.id = g.person_id where g.ticket_id = t.id) as guests,
    (select count(*) from attachments f where f.ticket_id = t.id and f.deleted_at is null) as file_count,
    coalesce(v.seen_at >= t.last_action_at, false) as seen, v.opened_at,
    m.privileges,
    m.person_id is not null and ${memberSql('c', ':person')} as member,
    exists (select 1 from services sibling join service_managers sm on sm.service_id = sibling.id
      where sm.person_id = :person and s.inter_service <> '' and sibling.inter_service = s.inter_service
        and sibling.id <> s.id) as manages_sibling,
    coalesce(${serviceVisibleSql('s')}, false) as sees_service,
    exists (select 1 from service_managers o where o.service_id = s.id and ${takesTicketsSql('o')}
      and o.person_id <> :person and o.person_id is distinct from t.handler_id
      and ${handlesSql('c', 'o.person_id')}) as has_colleagues,
    exists (select 1 from service_managers h where h.service_id = s.id and h.person_id = t.handler_id
      and ${handlesSql('c', 'h.person_id')}) as handler_manages,
    exists (select 1 from ticket_watches w where w.ticket_id = t.id and w.person_id = :person) as watched,
    exists (select 1 from bookmarks b where b.ticket_id = t.id and b.person_id = :person) as bookmarked,
    (select json_build_object('category', f.id, 'label', f.long_label, 'service', f.service_id, 'person', e.actor_id)
       from ticket_events e join categories f on f.id = (e.details #>> '{from,category}')::integer
       where e.ticket_id = t.id and e.action in ('transfer', 'send-back') and e.actor_id is not null
       order by e.id desc limit 1) as last_move,
    s.spent_time_required, ${isLinkedSql} as linked
  from tickets t
  join services s on s.id = t.service_id
  join categories c on c.id = t.category_id
  join people owner on owner.id = t.owner_id
  left join people handler on handler.id = t.handler_id
  left join service_managers m on m.service_id = t.service_id and m.person_id = :person
  left join ticket_views v on v.person_id = :person and v.ticket_id = t.id
  where t.id = :ticket`;
