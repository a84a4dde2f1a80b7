import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { type Db, rows } from '../db/connection.ts';
import { dataLetterName } from '../mail/data-letter.ts';
import { queueMails } from '../mail/queue.ts';
import { type BuildDeps, buildArchive } from './build.ts';
import { exportFailed, exportPath, exportReady, exportsFolder } from './export.ts';

const errand = z.object({ exportId: z.uuid() });

/** Makes an archive that somebody asked for, and tells its person. */
async function exportData(deps: BuildDeps, id: string): Promise<void> {
  const { db, now, dataDir } = deps;
  const [asked] = await rows<{ personId: number }>(
    db,
    'select person_id from data_exports where id = :id and ready_at is null and failed_at is null',
    { id },
  );
  if (asked === undefined) return;
  const size = await buildArchive(deps, { id, personId: asked.personId });
  const wanted = await db.transaction(async (trx) => {
    if (!(await exportReady(trx, { id, size }, now()))) return false;
    const mail = { key: `data:${id}`, name: dataLetterName, reason: 'asked', personId: asked.personId };
    await queueMails(trx, [mail]);
    return true;
  });
  if (!wanted) await rm(exportPath(dataDir, id), { force: true });
}

/** « Mes données », made by the worker. After the last try, its person may ask again. */
export const dataTasks = (deps: BuildDeps): TaskList => ({
  'export-data': async (payload, { job }) => {
    const { exportId } = errand.parse(payload);
    try {
      await exportData(deps, exportId);
    } catch (error) {
      if (job.attempts >= job.max_attempts) await exportFailed(deps.db, exportId, deps.now());
      throw error;
    }
  },
});

const hour = 3_600_000;

/** Takes off the disk the archives that nobody may download any more, and what a broken try left. Answers how many. */
export async function forgetExports(db: Db, dataDir: string, now: Date): Promise<number> {
  const kept = await rows<{ id: string }>(db, 'select id from data_exports where expires_at > :now', { now });
  const names = new Set(kept.map(({ id }) => `${id}.zip`));
  const folder = exportsFolder(dataDir);
  let removed = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const found = names.has(name) ? null : await stat(file).catch(() => null);
    // one that was made a moment ago may not be told yet
    if (found === null || found.mtimeMs > now.getTime() - hour) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}
