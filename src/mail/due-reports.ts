import { type Db, rows, type Transaction } from '../db/connection.ts';
import { latestSlot } from '../monitoring/report-slots.ts';
import { type QueuedMail, queueMails } from './queue.ts';

interface Wish {
  personId: number;
  serviceId: number;
  grouped: boolean;
  hours: number[];
  weekends: boolean;
  holidays: boolean;
}

const wishesSql = `
  select m.person_id, m.service_id, p.reports_grouped as grouped, m.report_hours as hours,
    m.report_weekends as weekends, m.report_holidays as holidays
  from service_managers m join people p on p.id = m.person_id join services s on s.id = m.service_id
  where p.reports_active and s.enabled and cardinality(m.report_hours) > 0 and cardinality(m.report_sections) > 0
  order by m.person_id, m.service_id`;

/** After a longer silence of the worker, only the last day is caught up. */
const longestDelayMs = 24 * 3_600_000;

/** The time since reports were last looked at, which the next look begins from; the row stays locked until then. */
async function uncovered(trx: Transaction, now: Date): Promise<{ since: Date; until: Date }> {
  await trx('clockTasks').insert({ name: 'reports', coveredUntil: now }).onConflict('name').ignore();
  const row = await trx('clockTasks').where({ name: 'reports' }).forUpdate().first('coveredUntil');
  const covered: number = row.coveredUntil?.getTime() ?? now.getTime();
  await trx('clockTasks')
    .where({ name: 'reports' })
    .update({ coveredUntil: new Date(Math.max(covered, now.getTime())) });
  return { since: new Date(Math.max(covered, now.getTime() - longestDelayMs)), until: now };
}

interface DueService {
  wish: Wish;
  slot: string;
}

const latest = (due: readonly DueService[]) =>
  due
    .map(({ slot }) => slot)
    .sort()
    .at(-1);

const mailOf = (personId: number, scope: string, due: readonly DueService[]): QueuedMail => ({
  key: `report:${scope}:${personId}:${latest(due)}`,
  name: 'daily-report',
  reason: 'report',
  personId,
  about: { services: due.map(({ wish }) => wish.serviceId) },
});

const mailsOf = (due: readonly DueService[]): QueuedMail[] => {
  const mails: QueuedMail[] = [];
  for (const personId of new Set(due.map(({ wish }) => wish.personId))) {
    const theirs = due.filter(({ wish }) => wish.personId === personId);
    if (theirs[0]?.wish.grouped) mails.push(mailOf(personId, 'all', theirs));
    else mails.push(...theirs.map((one) => mailOf(personId, String(one.wish.serviceId), [one])));
  }
  return mails;
};

/**
 * Queues the reports whose hour has come since the last look; those missed while no worker ran are sent late, once.
 * A report that would be empty is dropped when it is written. Answers how many were queued.
 */
export const queueDueReports = (db: Db, now: Date, timeZone: string): Promise<number> =>
  db.transaction(async (trx) => {
    const window = await uncovered(trx, now);
    const wishes = await rows<Wish>(trx, wishesSql);
    const due = wishes.flatMap((wish) => {
      const slot = latestSlot(wish, window, timeZone);
      return slot === null ? [] : [{ wish, slot }];
    });
    const mails = mailsOf(due);
    await queueMails(trx, mails);
    return mails.length;
  });
