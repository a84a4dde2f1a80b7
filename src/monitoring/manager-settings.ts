import { type Db, rows, type Transaction } from '../db/connection.ts';
import type { ReportSection } from './report.ts';
import type { MonitoringRules } from './rule.ts';

/** What a manager wants to hear of one of his services. */
export interface ServiceWishes {
  rules: MonitoringRules;
  sections: ReportSection[];
  hours: number[];
  weekends: boolean;
  holidays: boolean;
}

export interface ManagedService extends ServiceWishes {
  id: number;
  label: string;
  /** Categories of which he is an effective member, out of all those of the service. */
  memberOf: number;
  categories: number;
}

/** What holds for all his services. */
export interface ManagerWishes {
  monitors: boolean;
  reports: boolean;
  grouped: boolean;
  /** The page of a ticket that he has closed, refused or postponed, and not the dashboard. */
  showsEnded: boolean;
}

export interface ManagerSettings extends ManagerWishes {
  services: ManagedService[];
}

type Row = Omit<ManagedService, 'rules'> & MonitoringRules;

const servicesSql = `
  select s.id, s.label, m.monitors_any as any, m.monitors_category as category, m.monitors_handled as handled,
    m.report_sections as sections, m.report_hours as hours, m.report_weekends as weekends, m.report_holidays as holidays,
    (select count(*) from categories c where c.service_id = s.id and is_category_member(c.id, :person)) as member_of,
    (select count(*) from categories c where c.service_id = s.id) as categories
  from service_managers m join services s on s.id = m.service_id
  where m.person_id = :person order by s.position, s.label, s.id`;

export async function managerSettings(db: Db, personId: number): Promise<ManagerSettings> {
  const [services, person] = await Promise.all([
    rows<Row>(db, servicesSql, { person: personId }),
    db('people')
      .where({ id: personId })
      .first('monitoringSuspended', 'reportsActive', 'reportsGrouped', 'showsEndedTickets'),
  ]);
  return {
    monitors: !person.monitoringSuspended,
    reports: person.reportsActive,
    grouped: person.reportsGrouped,
    showsEnded: person.showsEndedTickets,
    services: services.map(({ any, category, handled, ...rest }) => ({ ...rest, rules: { any, category, handled } })),
  };
}

/** Keeps all of it, for the services that this person manages and no other. */
export async function storeManagerSettings(
  trx: Transaction,
  personId: number,
  { monitors, reports, grouped, showsEnded }: ManagerWishes,
  services: ReadonlyMap<number, ServiceWishes>,
): Promise<void> {
  await trx('people').where({ id: personId }).update({
    monitoringSuspended: !monitors,
    reportsActive: reports,
    reportsGrouped: grouped,
    showsEndedTickets: showsEnded,
  });
  for (const [serviceId, { rules, sections, hours, weekends, holidays }] of services) {
    await trx('serviceManagers').where({ personId, serviceId }).update({
      monitorsAny: rules.any,
      monitorsCategory: rules.category,
      monitorsHandled: rules.handled,
      reportSections: sections,
      reportHours: hours,
      reportWeekends: weekends,
      reportHolidays: holidays,
    });
  }
}
