import { type Db, rows, type Transaction } from '../db/connection.ts';

/** One setting, from what to what, in words that its readers know; null is « nothing ». */
interface Change {
  setting: string;
  before: string | null;
  after: string | null;
}

/** Writes what one person just changed of a service; `about` names the service, the category or the person concerned. */
export async function logChanges(
  trx: Transaction,
  what: { serviceId: number; categoryId?: number; version: number; about: string; actorId: number; at: Date },
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  await trx('settingChanges').insert(changes.map((change) => ({ ...what, ...change })));
}

export interface LoggedChange extends Change {
  id: number;
  about: string;
  by: string;
  at: Date;
}

/** The latest changes of the settings of a service, before the one given. */
export const changesOf = (db: Db, serviceId: number, before: number | null, limit: number) =>
  rows<LoggedChange>(
    db,
    `select g.id, g.about, g.setting, g.before, g.after, p.display_name as by, g.at
     from setting_changes g join people p on p.id = g.actor_id
     where g.service_id = :serviceId and (:before::bigint is null or g.id < :before::bigint)
     order by g.id desc limit :limit`,
    { serviceId, before, limit },
  );
