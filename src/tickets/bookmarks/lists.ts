import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { lineColumns, lineJoins } from '../lists.ts';
import type { TicketLine } from '../pages.ts';
import { readerBindings, visibleSql } from '../visibility.ts';

export interface KeptLine extends TicketLine {
  archived: boolean;
  /** When it was bookmarked, or last opened. */
  at: Date;
}

/** Where a page of bookmarks begins: after this one, the latest first. */
export interface BookmarkCursor {
  at: Date;
  id: number;
}

export const bookmarksShown = 20;
const historyLength = 25;

const columns = `${lineColumns}, t.archived_at is not null as archived`;

// a ticket that is no longer visible keeps its row, should it come back, and is not told
const bookmarksSql = `
  select ${columns}, b.created_at as at
  from bookmarks b join tickets t on t.id = b.ticket_id ${lineJoins}
  where b.person_id = :person and ${visibleSql}
    and (cast(:at as timestamptz) is null or (b.created_at, b.ticket_id) < (cast(:at as timestamptz), cast(:id as bigint)))
  order by b.created_at desc, b.ticket_id desc limit :limit`;

const historySql = `
  select ${columns}, v.opened_at as at
  from ticket_views v join tickets t on t.id = v.ticket_id ${lineJoins}
  where v.person_id = :person and v.opened_at is not null and ${visibleSql}
  order by v.opened_at desc, v.ticket_id desc limit :limit`;

/** « Signets », archived tickets included, the latest first; one more than a page shows, where there are others. */
export const bookmarksOf = (db: Db, person: Person, after: BookmarkCursor | null) =>
  rows<KeptLine>(db, bookmarksSql, {
    ...readerBindings(person),
    at: after?.at ?? null,
    id: after?.id ?? null,
    limit: bookmarksShown + 1,
  });

/** « Historique » : the tickets consulted last. */
export const historyOfVisits = (db: Db, person: Person) =>
  rows<KeptLine>(db, historySql, { ...readerBindings(person), limit: historyLength });

/** « Effacer l’historique » : what was read stays read. */
export const forgetVisits = (db: Db, { id }: Pick<Person, 'id'>) =>
  db('ticketViews').where({ personId: id }).whereNotNull('openedAt').update({ openedAt: null });
