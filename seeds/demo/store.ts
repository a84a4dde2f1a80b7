import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Db } from '../../src/db/connection.ts';
import { storedPath } from '../../src/tickets/attachments.ts';
import { makeImages } from '../../src/tickets/images.ts';
import { fileContent } from './files.ts';
import { type Entry, lastAt, type Tale } from './telling.ts';
import { richText } from './text.ts';

const slices = <T>(rows: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size));

/** Inserts in bulk, and answers the numbers given, in the order of the rows. */
async function insertAll(trx: Db, table: string, rows: readonly object[]): Promise<number[]> {
  const ids: number[] = [];
  for (const slice of slices(rows, 500)) {
    const inserted: { id: number }[] = await trx(table).insert(slice).returning('id');
    ids.push(...inserted.map(({ id }) => id));
  }
  return ids;
}

const ticketRow = (tale: Tale) => ({
  subject: tale.subject,
  status: tale.status,
  serviceId: tale.category.service.id,
  categoryId: tale.category.id,
  creationServiceId: tale.creationService.id,
  ownerId: tale.owner.id,
  creatorId: tale.creator.id,
  handlerId: tale.handler?.id ?? null,
  origin: tale.origin,
  priority: tale.priority,
  visibility: tale.visibility,
  effectiveVisibility: tale.visibility ?? tale.category.visibility,
  anonymous: tale.anonymous,
  version: tale.entries.length,
  createdAt: tale.entries[0]?.at,
  lastActionAt: lastAt(tale),
  closedAt: tale.closedAt,
  spentMinutes: tale.spentMinutes,
  firstReactionAt: tale.firstReactionAt,
});

interface Told {
  ticketId: number;
  entry: Entry;
}

const eventRow = ({ ticketId, entry }: Told) => {
  const message = entry.says === null ? null : richText(entry.says);
  return {
    ticketId,
    batch: entry.batch,
    action: entry.action,
    actorId: entry.actor?.id ?? null,
    at: entry.at,
    audience: entry.audience,
    messageHtml: message?.html ?? null,
    messageText: message?.text ?? null,
    details: JSON.stringify(entry.details),
    changes: JSON.stringify(entry.changes),
  };
};

const startOf = (tale: Tale) => tale.entries[0]?.at.getTime() ?? 0;

/** Numbers follow the order in which tickets were filed, and entries that in which they were made. */
export async function insertTales(trx: Db, tales: readonly Tale[], filesDir: string): Promise<void> {
  const ordered = [...tales].sort((a, b) => startOf(a) - startOf(b));
  const ids = await insertAll(trx, 'tickets', ordered.map(ticketRow));
  const told = ordered
    .flatMap((tale, index) => tale.entries.map((entry) => ({ ticketId: ids[index] ?? 0, entry })))
    .sort((a, b) => a.entry.at.getTime() - b.entry.at.getTime());
  const eventIds = await insertAll(trx, 'ticketEvents', told.map(eventRow));
  await trx('ticketGuests').insert(
    ordered.flatMap((tale, index) =>
      [...tale.guests].map(([guest, addedAt]) => ({ ticketId: ids[index], personId: guest.id, addedAt })),
    ),
  );
  const attachments = await Promise.all(
    told.flatMap((one, index) =>
      one.entry.files.map((file) => writeAttachment(file, one, eventIds[index] ?? 0, filesDir)),
    ),
  );
  for (const slice of slices(attachments, 500)) await trx('attachments').insert(slice);
  await markOldNewsRead(trx);
}

async function writeAttachment(
  { id, name, deletedAt = null }: { id: string; name: string; deletedAt?: Date | null },
  told: Told,
  eventId: number,
  filesDir: string,
) {
  const { bytes, type } = fileContent(name);
  const image = deletedAt === null ? await write(storedPath(filesDir, id), bytes, type) : null;
  return {
    id,
    ticketId: told.ticketId,
    eventId,
    uploaderId: told.entry.actor?.id,
    name,
    size: bytes.length,
    type,
    checksum: createHash('sha256').update(bytes).digest('hex'),
    audience: told.entry.audience,
    createdAt: told.entry.at,
    deletedAt,
    width: image?.width ?? null,
    height: image?.height ?? null,
  };
}

async function write(target: string, bytes: Buffer, type: string) {
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, bytes);
  return makeImages(target, type);
}

/** Everybody has read what is older than a few days, and one's own words; the rest is unread. */
const markOldNewsRead = (trx: Db) =>
  trx.raw(`
    insert into ticket_views (person_id, ticket_id, seen_at)
    select distinct concerned.person_id, t.id, t.last_action_at
    from tickets t cross join (select max(last_action_at) as at from tickets) latest
    join lateral (
      select t.owner_id as person_id union select person_id from ticket_guests where ticket_id = t.id
      union select person_id from service_managers where service_id = t.service_id
    ) concerned on t.last_action_at < latest.at - interval '2 days' or concerned.person_id =
      (select e.actor_id from ticket_events e where e.ticket_id = t.id order by e.id desc limit 1)`);
