import { type Db, rows } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import { readerBindings, visibleSql } from '../tickets/visibility.ts';

export interface ManagerLine {
  id: number;
  name: string;
  managesManagers: boolean;
  managesProperties: boolean;
  managesCategories: boolean;
  tickets: number;
  available: boolean;
  leftAt: Date | null;
  /** May set the own availability. */
  setsOwn: boolean;
}

/** The managers of a service, with the open tickets that the reader may open of each. */
export const managersOf = (db: Db, serviceId: number, reader: Person) =>
  rows<ManagerLine>(
    db,
    `select p.id, p.display_name as name, 'manage-managers' = any (m.privileges) as manages_managers,
       'manage-properties' = any (m.privileges) as manages_properties,
       'manage-categories' = any (m.privileges) as manages_categories,
       (select count(*) from tickets t where t.service_id = m.service_id and t.handler_id = p.id and t.archived_at is null
          and t.status in ('in-progress', 'incomplete', 'postponed') and ${visibleSql}) as tickets,
       m.available and m.rate > 0 as available, p.left_at,
       'set-own-availability' = any (m.privileges) as sets_own
     from service_managers m join people p on p.id = m.person_id
     where m.service_id = :serviceId order by m.position, p.display_name, p.id`,
    { ...readerBindings(reader), serviceId },
  );

export interface GuestLine {
  id: number;
  name: string;
  mail: string;
}

export const guestsOf = (db: Db, serviceId: number) =>
  rows<GuestLine>(
    db,
    `select p.id, p.display_name as name, coalesce(p.mail, '') as mail
     from permanent_guests g join people p on p.id = g.person_id
     where g.service_id = :serviceId order by p.display_name, p.id`,
    { serviceId },
  );

export interface RedirectionLine {
  kind: 'service' | 'category';
  from: string;
  to: string;
}

/** What leads here from elsewhere, and what leads elsewhere from here. */
export const redirectionsOf = (db: Db, serviceId: number) =>
  rows<RedirectionLine>(
    db,
    `select 'service' as kind, s.label as "from", target.label as "to"
     from services s join services target on target.id = s.redirects_to
     where target.id = :serviceId or s.id = :serviceId
     union all
     select 'category', s.label || ' › ' || c.label, ts.label || ' › ' || target.label
     from categories c join services s on s.id = c.service_id
     join categories target on target.id = c.redirects_to join services ts on ts.id = target.service_id
     where c.service_id = :serviceId or target.service_id = :serviceId
     order by 1, 2`,
    { serviceId },
  );
