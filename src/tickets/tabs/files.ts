import { type Db, rows } from '../../db/connection.ts';
import { page } from '../../web/page.ts';
import type { Translate } from '../../web/words.ts';
import { offeredActions } from '../actions/index.ts';
import type { StoredFile } from '../attachments.ts';
import type { FileView } from '../files-shown.ts';
import { fileOf } from '../history.ts';
import { linksAmong } from '../menus.ts';
import type { ActionLink } from '../pages.ts';
import { personView } from '../people-shown.ts';
import type { Situation } from '../situation.ts';
import { type TicketTop, ticketTop } from '../ticket-top.ts';
import type { Audience } from '../visibility.ts';

/** A file of a ticket, with what its own tab says of it. */
export interface ListedFile extends FileView {
  at: Date;
  uploader: string;
  audience: Audience;
}

interface FilesPage extends TicketTop {
  files: readonly ListedFile[];
  add: ActionLink | null;
}
export const filesPage = page<FilesPage>('tickets/files');

const filesSql = `
  select f.id, f.name, f.size, f.type, f.audience, f.uploader_id, f.width, f.height, f.created_at, u.display_name as uploader
  from attachments f join people u on u.id = f.uploader_id where f.ticket_id = :ticket and f.deleted_at is null order by f.created_at desc, f.name`;

/** The files of a ticket, newest first: all are named, only what this reader may read can be opened. */
export async function filesOf(db: Db, situation: Situation, t: Translate): Promise<ListedFile[]> {
  const found = await rows<StoredFile & { createdAt: Date; uploader: string }>(db, filesSql, {
    ticket: situation.ticket.id,
  });
  return found.map((file) => ({
    ...fileOf(file, situation, t, true),
    at: file.createdAt,
    uploader: personView({ id: file.uploaderId, name: file.uploader, mail: null }, situation, t).name,
    audience: file.audience,
  }));
}

export async function filesModel(db: Db, situation: Situation, t: Translate): Promise<FilesPage> {
  const [add] = linksAmong(offeredActions(situation), ['add-file'], situation.ticket.id, t);
  return {
    ...ticketTop(situation, 'files', t),
    files: await filesOf(db, situation, t),
    add: add ?? null,
  };
}
