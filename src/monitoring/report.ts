import { type Db, rows } from '../db/connection.ts';
import type { Priority, Status } from '../tickets/ticket.ts';

/** What a daily report may hold, in the order of its pages: a ticket stands in the first that takes it. */
export const reportSections = ['handled', 'free', 'category'] as const;
export type ReportSection = (typeof reportSections)[number];

/** Words of the guides. */
export const reportSectionWords: Record<ReportSection, { label: string; title: string; none: string }> = {
  handled: { label: 'Gérés', title: 'Tickets gérés', none: 'Aucun ticket géré' },
  free: { label: 'Libres', title: 'Tickets libres', none: 'Aucun ticket libre' },
  category: {
    label: 'Membres de la catégorie',
    title: 'Tickets des catégories membres',
    none: 'Aucun autre ticket des catégories membres',
  },
};

interface ReportLine {
  id: number;
  subject: string;
  status: Status;
  priority: Priority;
  category: string;
  owner: string;
  handler: string | null;
  lastActionAt: Date;
}

export interface ServiceReport {
  serviceId: number;
  service: string;
  sections: { section: ReportSection; total: number; lines: ReportLine[] }[];
}

interface Row extends ReportLine {
  serviceId: number;
  service: string;
  section: ReportSection;
  total: number;
}

/** Lines of one section; past that, the list of the portal serves better. */
const mostLines = 30;

const reportSql = `
  with mine as (
    select m.service_id, s.label as service, m.report_sections, s.position,
      array(select c.id from categories c where c.service_id = m.service_id and is_category_member(c.id, :person)) as member_of
    from service_managers m join services s on s.id = m.service_id
    where m.person_id = :person and (cast(:services as integer[]) is null or m.service_id = any (cast(:services as integer[])))
  ), waiting as (
    select t.id, t.service_id, mine.service, mine.position, t.subject, t.status, t.priority, t.category_id, t.owner_id,
      t.handler_id, t.last_action_at,
      case
        when 'handled' = any (mine.report_sections) and t.handler_id = :person then 'handled'
        when 'free' = any (mine.report_sections) and t.handler_id is null then 'free'
        when 'category' = any (mine.report_sections) and t.category_id = any (mine.member_of) then 'category'
      end as section
    from mine join tickets t on t.service_id = mine.service_id
    where t.status in ('free', 'in-progress', 'incomplete', 'postponed') and t.archived_at is null
      and t.category_id <> all (array(select hidden from hidden_categories(:person) hidden))
  ), ranked as (
    select w.id, w.service_id, w.service, w.position, w.subject, w.status, w.priority, w.category_id, w.owner_id,
      w.handler_id, w.last_action_at, w.section,
      count(*) over each_section as total,
      row_number() over (partition by w.service_id, w.section order by w.last_action_at, w.id) as rank
    from waiting w where w.section is not null
    window each_section as (partition by w.service_id, w.section)
  )
  select r.id, r.service_id, r.service, r.subject, r.status, r.section, r.total, r.last_action_at,
    coalesce(r.priority, c.effective_priority) as priority, c.long_label as category,
    owner.display_name as owner, handler.display_name as handler
  from ranked r join categories c on c.id = r.category_id
  join people owner on owner.id = r.owner_id left join people handler on handler.id = r.handler_id
  where r.rank <= ${mostLines}
  order by r.position, r.service, r.service_id, array_position(array['handled', 'free', 'category'], r.section), r.rank`;

const lastOr = <T>(list: T[], isSame: (last: T) => boolean, make: () => T): T => {
  const last = list.at(-1);
  if (last !== undefined && isSame(last)) return last;
  const made = make();
  list.push(made);
  return made;
};

function lineAdded(reports: ServiceReport[], { serviceId, service, section, total, ...line }: Row) {
  const report = lastOr(
    reports,
    (last) => last.serviceId === serviceId,
    () => ({ serviceId, service, sections: [] }),
  );
  const part = lastOr(
    report.sections,
    (last) => last.section === section,
    () => ({ section, total, lines: [] }),
  );
  part.lines.push(line);
}

/**
 * What waits in the services that this person manages, what waits longest first, as his settings of each service ask;
 * `services` null is all of them. A service where nothing waits is left out.
 */
export async function reportFor(
  db: Db,
  personId: number,
  services: readonly number[] | null,
): Promise<ServiceReport[]> {
  const found = await rows<Row>(db, reportSql, { person: personId, services });
  const reports: ServiceReport[] = [];
  for (const row of found) lineAdded(reports, row);
  return reports;
}
