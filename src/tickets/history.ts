import { type Db, rows } from '../db/connection.ts';
import { sanitised } from '../web/rich-text.ts';
import type { Translate } from '../web/words.ts';
import { actionNamed } from './actions/index.ts';
import { fileView, type StoredFile } from './attachments.ts';
import type { FileView } from './files-shown.ts';
import { linksBeside } from './menus.ts';
import type { HistoryEntry } from './pages.ts';
import { personView } from './people-shown.ts';
import { namesSql, sentenceOf, valuesShown, type Worded } from './sentence.ts';
import type { Situation } from './situation.ts';
import { type Audience, mayRead } from './visibility.ts';

interface FormerText {
  html: string;
  at: string;
}

/** Its dates are texts where it was read as JSON. */
export interface EventRow extends Worded {
  id: number;
  batch: string;
  at: Date | string;
  audience: Audience;
  actorId: number | null;
  actorName: string | null;
  messageHtml: string | null;
  editedAt: Date | string | null;
  formerTexts: FormerText[] | null;
  files: StoredFile[] | null;
}

/** The history of `:ticket`, by the names of {@link EventRow}. */
export const eventsSql = `
  select e.id, e.batch, e.action, e.at, e.audience, e.actor_id as "actorId", a.display_name as "actorName",
    e.message_html as "messageHtml", e.details, e.edited_at as "editedAt",
    case when e.edited_at is not null then (select json_agg(json_build_object('html', x.message_html, 'at', x.replaced_at)
      order by x.id desc) from former_texts x where x.event_id = e.id) end as "formerTexts",
  ${namesSql},
    (select json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'type', f.type,
         'audience', f.audience, 'uploaderId', f.uploader_id,
         'deletedAt', f.deleted_at, 'width', f.width, 'height', f.height) order by f.created_at, f.name)
       from attachments f where f.event_id = e.id) as files
  from ticket_events e left join people a on a.id = e.actor_id
  where e.ticket_id = :ticket`;

/** The text of an entry: what its author wrote, or what the application adds to it. */
const textOf = (row: EventRow, situation: Situation, t: Translate): string | null => {
  if (row.messageHtml !== null) return row.messageHtml;
  const note = actionNamed(row.action)?.note?.(row.details) ?? null;
  return note === null ? null : sanitised(t(note, valuesShown(row, situation, t)));
};

/** What a page draws of a file, with what this reader may do with it. */
export const fileOf = (stored: StoredFile, situation: Situation, t: Translate, withLinks: boolean): FileView => {
  const { id, name, audience, uploaderId: authorId } = stored;
  const readable = mayRead({ audience, authorId }, situation.ticket, situation.standing);
  const offersLinks = withLinks && readable && !stored.deletedAt;
  return {
    ...fileView(stored, readable),
    actions: offersLinks ? linksBeside({ kind: 'file', id, authorId, audience, name }, situation, t) : [],
  };
};

/** What this reader may do with an entry. */
const linksOf = ({ id, actorId, audience, messageHtml }: EventRow, situation: Situation, t: Translate, last: number) =>
  messageHtml === null
    ? []
    : linksBeside(
        { kind: 'entry', id, authorId: actorId, audience, html: messageHtml, isLast: id === last },
        situation,
        t,
      );

/** `lastText`: the last entry with a text, when the links of the entries are wanted. */
const entryOf = (row: EventRow, situation: Situation, t: Translate, lastText: number | null): HistoryEntry => {
  const { ticket, standing } = situation;
  const readable = mayRead({ audience: row.audience, authorId: row.actorId }, ticket, standing);
  const isReader = row.actorId !== null && row.actorId === standing.personId;
  const text = textOf(row, situation, t);
  const author =
    row.actorId === null ? null : personView({ id: row.actorId, name: row.actorName ?? '', mail: null }, situation, t);
  return {
    id: row.id,
    batch: row.batch,
    at: new Date(row.at),
    icon: actionNamed(row.action)?.icon ?? 'dot',
    author: author && { ...author, isReader },
    sentence: sentenceOf(row, situation, t, isReader),
    audience: row.audience,
    message: readable ? text : null,
    hidden: text !== null && !readable,
    editedAt: readable && row.editedAt !== null ? new Date(row.editedAt) : null,
    formerTexts: standing.manages ? (row.formerTexts ?? []).map(({ html, at }) => ({ html, at: new Date(at) })) : [],
    actions: lastText !== null && readable ? linksOf(row, situation, t, lastText) : [],
    files: (row.files ?? []).map((stored) => fileOf(stored, situation, t, lastText !== null)),
  };
};

/** What this reader may see of entries, in the order given; `withLinks` as below. */
export function entriesOf(
  found: readonly EventRow[],
  situation: Situation,
  { t, withLinks }: { t: Translate; withLinks: boolean },
): HistoryEntry[] {
  const texts = found.filter(({ messageHtml }) => messageHtml !== null).map(({ id }) => id);
  const lastText = withLinks ? Math.max(0, ...texts) : null;
  return found.map((row) => entryOf(row, situation, t, lastText));
}

/**
 * The history as this reader may see it, oldest first: every entry has its line, a text only its readers.
 * `withLinks` adds what may be done with each entry and file. `batch` keeps one operation, `afterId` what came after an entry.
 */
export async function historyOf(
  db: Db,
  situation: Situation,
  {
    t,
    batch,
    afterId,
    order = 'oldest',
    withLinks = false,
  }: { t: Translate; batch?: string; afterId?: number; order?: 'newest' | 'oldest'; withLinks?: boolean },
): Promise<HistoryEntry[]> {
  const found = await rows<EventRow>(
    db,
    `${eventsSql}${batch === undefined ? '' : ' and e.batch = :batch'}${afterId === undefined ? '' : ' and e.id > :after'}
     order by e.id ${order === 'newest' ? 'desc' : 'asc'}`,
    { ticket: situation.ticket.id, batch: batch ?? null, after: afterId ?? null },
  );
  return entriesOf(found, situation, { t, withLinks });
}

/** Of a history, the newest first, what happened since version `version` of the ticket was shown: each act raises it by one. */
export const happenedSince = (entries: readonly HistoryEntry[], { ticket }: Situation, version: number) =>
  entries.slice(0, Math.max(0, ticket.version - version)).reverse();

export const historySince = async (db: Db, situation: Situation, version: number, t: Translate) =>
  happenedSince(await historyOf(db, situation, { t, order: 'newest' }), situation, version);
