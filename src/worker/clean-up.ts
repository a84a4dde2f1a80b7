import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Db, rows } from '../db/connection.ts';
import { forgetOldSearches } from '../people/allowance.ts';
import { incomingFolder, removeStored } from '../tickets/attachments.ts';

const day = 86_400_000;

/** What arrived with a request that never ended. */
async function forgetIncoming(filesDir: string, now: Date): Promise<void> {
  const folder = incomingFolder(filesDir);
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    if ((await stat(file)).mtimeMs < now.getTime() - day) await rm(file, { force: true });
  }
}

/** Takes away what was left behind: files of forms abandoned since a day, old drafts, sessions that ended. Answers how many things. */
export async function cleanUp(db: Db, filesDir: string, now: Date): Promise<number> {
  const drafts = await db('drafts')
    .where('updatedAt', '<', new Date(now.getTime() - 30 * day))
    .delete();
  const files = await rows<{ id: string }>(
    db,
    `delete from attachments f where f.ticket_id is null and f.created_at < :since
       and not exists (select 1 from drafts d where d.id = f.draft_id and (d.updated_at >= :since or d.ticket_id is not null))
     returning f.id`,
    { since: new Date(now.getTime() - day) },
  );
  for (const { id } of files) await removeStored(filesDir, id);
  await forgetIncoming(filesDir, now);
  await db('ticketPresences')
    .where('seenAt', '<', new Date(now.getTime() - day))
    .delete();
  await forgetOldSearches(db, now);
  await db('accountLinks')
    .where('createdAt', '<', new Date(now.getTime() - 60 * day))
    .delete();
  await db('accountAttempts')
    .where('since', '<', new Date(now.getTime() - day))
    .delete();
  await db('mailHours')
    .where('hour', '<', new Date(now.getTime() - day))
    .delete();
  const sessions = await db('sessions').where('expire', '<', now).delete();
  return files.length + drafts + sessions;
}
