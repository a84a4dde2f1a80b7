import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import { reportFor, reportSectionWords, type ServiceReport } from '../monitoring/report.ts';
import { priorityWords, statusWords } from '../tickets/ticket.ts';
import { renderTemplate } from '../web/views.ts';
import type { MailSettings, MailTools, Rendered } from './render.ts';

const aboutReport = z.object({ services: z.array(z.number().int()).min(1) });

const countOf = (reports: readonly ServiceReport[]) =>
  reports.flatMap(({ sections }) => sections).reduce((sum, { total }) => sum + total, 0);

const subjectOf = (reports: readonly ServiceReport[], about: { services: number[] }, t: MailTools['t']) => {
  const [only] = reports;
  return about.services.length === 1 && only !== undefined
    ? t('[{{service}}] Rapport quotidien', { service: only.service })
    : t('Rapport quotidien');
};

const plainReport = (reports: readonly ServiceReport[], subject: string, tools: MailTools, publicUrl: string) =>
  [
    subject,
    ...reports.flatMap(({ service, sections }) => [
      service,
      ...sections.map(({ section, total, lines }) =>
        [
          `${tools.t(reportSectionWords[section].title)} (${total})`,
          ...lines.map(
            (line) =>
              `- n°${line.id} ${line.subject} - ${tools.t(statusWords[line.status].label)}, ${tools.when(line.lastActionAt)}\n  ${publicUrl}/tickets/${line.id}`,
          ),
        ].join('\n'),
      ),
    ]),
    `${tools.t('Changer vos rapports ou les suspendre :')}\n${publicUrl}/preferences/manager`,
  ].join('\n\n');

/** The report as it stands when it leaves; dropped when nothing waits any more, since an empty one helps nobody. */
export async function writeReport(
  db: Db,
  reader: { personId: number | null; displayName: string },
  about: unknown,
  tools: MailTools,
  settings: MailSettings,
): Promise<Rendered | { dropped: string }> {
  if (reader.personId === null) return { dropped: 'nobody to report to' };
  const wanted = aboutReport.parse(about);
  const reports = await reportFor(db, reader.personId, wanted.services);
  if (reports.length === 0) return { dropped: 'nothing to report' };
  const { applicationName, institution, publicUrl } = settings;
  const subject = subjectOf(reports, wanted, tools.t);
  const model = { subject, reports, name: reader.displayName, count: countOf(reports), publicUrl };
  const words = { section: reportSectionWords, status: statusWords, priority: priorityWords };
  return {
    subject,
    html: await renderTemplate('emails/report', { ...model, words, applicationName, institution, ...tools }, true),
    text: plainReport(reports, subject, tools, publicUrl),
  };
}
