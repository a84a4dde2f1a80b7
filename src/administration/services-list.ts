import { type Db, rows } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import { byChange } from '../tickets/dashboard/walk.ts';
import { managedVisibleSql, readerBindings } from '../tickets/visibility.ts';

export interface ServiceLine {
  id: number;
  label: string;
  longLabel: string;
  enabled: boolean;
  icon: string | null;
  redirectsTo: string | null;
  categories: number;
  managers: number;
  /** Open tickets that the reader may open: a count tells of no other. Past some number it says no more. */
  open: string;
}

const mostCounted = 100;

/** The services that this person administers: all of them for an administrator, his own for a manager. */
export const administeredServices = (db: Db, person: Person, filter: string) =>
  rows<ServiceLine>(
    db,
    `select s.id, s.label, s.long_label, s.enabled, s.icon, target.label as redirects_to,
       (select count(*) from categories c where c.service_id = s.id) as categories,
       (select count(*) from service_managers m where m.service_id = s.id) as managers,
       (select case when count(*) > ${mostCounted} then '${mostCounted}+' else cast(count(*) as text) end from (select 1 from tickets t
          where t.service_id = s.id and t.status in ('free', 'in-progress', 'incomplete', 'postponed')
            and t.archived_at is null and ${managedVisibleSql} ${byChange(true)}
          limit ${mostCounted} + 1) seen) as open
     from services s left join services target on target.id = s.redirects_to
     where (:admin or s.id in (select service_id from service_managers where person_id = :person))
       and (:filter = '' or strpos(lower(s.label || ' ' || s.long_label), lower(:filter)) > 0)
     order by s.position, s.label, s.id`,
    { ...readerBindings(person), filter },
  );
