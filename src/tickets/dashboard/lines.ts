import { lineColumns, lineJoins } from '../lists.ts';
import type { TicketLine } from '../pages.ts';
import { readableEntrySql, visibleSql } from '../visibility.ts';
import type { Filter } from './filter.ts';

export interface DashboardLine extends TicketLine {
  /** False for a ticket of which the subject alone is shown. */
  opens: boolean;
  createdAt: Date;
  service: string;
  /** « Service d’origine » : where it was filed. */
  origin: string;
  /** Files that the reader may read. */
  files: number;
  bookmarked: boolean;
  /** The last action as Postgres writes it, to the microsecond: a date of ours would lose some. */
  changed: string;
}

const filesRead = `(select count(*) from attachments a where a.ticket_id = t.id and a.event_id is not null
  and a.deleted_at is null and ${readableEntrySql('a', 'uploader_id')})`;

// by the ticket, of which few keep a bookmark: `+ 0` keeps Postgres from reading, for each line, all that somebody has kept
const bookmarked = 'exists (select 1 from bookmarks b where b.ticket_id = t.id and b.person_id + 0 = :person)';

/** Whether the reader may open the ticket: in one list alone are there some of which he sees the subject only. */
export const opensSql = ({ mode, involvement }: Filter) =>
  mode === 'mine' && involvement === 'all' ? visibleSql : 'true';

/** How a statement `withSets` tells lines: its text, and what it names before. */
export interface Lines {
  sql: string;
  before: readonly string[];
}

/** The columns of a {@link DashboardLine}, from tickets `t` and {@link dashboardJoins}. */
export const dashboardColumns = (filter: Filter) => `
  ${lineColumns}, ${opensSql(filter)} as opens, t.created_at as "createdAt", s.label as service, origin.label as origin,
  ${filesRead} as files, ${bookmarked} as bookmarked`;

export const dashboardJoins = `${lineJoins} join services origin on origin.id = t.creation_service_id`;

/** What is known of a ticket of which the subject alone is shown. */
export const onlySubject = (line: DashboardLine): DashboardLine =>
  line.opens ? line : { ...line, owner: '–', handler: null, unread: false, files: 0 };
