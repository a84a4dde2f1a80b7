import path from 'node:path';
import { type Db, rows, type Transaction } from '../db/connection.ts';

/** The archive of somebody's data, as its person follows it. */
export interface DataExport {
  id: string;
  askedAt: Date;
  readyAt: Date | null;
  expiresAt: Date | null;
  failedAt: Date | null;
  size: number | null;
}

export type ExportState = 'none' | 'asked' | 'ready' | 'expired' | 'failed';

export const daysKept = 7;

export const exportsFolder = (dataDir: string) => path.join(dataDir, 'personal-data');
export const exportPath = (dataDir: string, id: string) => path.join(exportsFolder(dataDir), `${id}.zip`);

export async function exportOf(db: Db, personId: number): Promise<DataExport | null> {
  const [found] = await rows<DataExport>(
    db,
    'select id, asked_at, ready_at, expires_at, failed_at, size from data_exports where person_id = :personId',
    { personId },
  );
  return found ?? null;
}

export function stateOf(found: DataExport | null, now: Date): ExportState {
  if (found === null) return 'none';
  if (found.failedAt !== null) return 'failed';
  if (found.expiresAt === null) return 'asked';
  return found.expiresAt > now ? 'ready' : 'expired';
}

// one statement, hence one transaction: an archive that is asked for and its job exist together or not at all
const askSql = `
  with asked as (
    insert into data_exports as e (id, person_id, asked_at) values (gen_random_uuid(), :personId, :now)
    on conflict (person_id) do update set id = excluded.id, asked_at = excluded.asked_at,
      ready_at = null, expires_at = null, failed_at = null, size = null
      where e.failed_at is not null or e.expires_at <= :now
    returning id
  )
  select graphile_worker.add_job('export-data', json_build_object('exportId', id),
    queue_name := 'export-data', job_key := concat('export-data:', id), max_attempts := 5) from asked`;

/** Asks the worker for an archive. While one is being made or can be had, asking again gives the same. */
export const askForExport = (db: Db, personId: number, now: Date) => rows(db, askSql, { personId, now });

/** The archive is there. False when it is not wanted any more: its person was anonymised meanwhile. */
export async function exportReady(
  trx: Transaction,
  { id, size }: { id: string; size: number },
  now: Date,
): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + daysKept * 86_400_000);
  const count = await trx('dataExports').where({ id, failedAt: null }).update({ readyAt: now, expiresAt, size });
  return count > 0;
}

export const exportFailed = (db: Db, id: string, now: Date) =>
  db('dataExports').where({ id, readyAt: null }).update({ failedAt: now });
