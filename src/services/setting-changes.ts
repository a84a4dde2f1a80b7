import { type Db, rows, type Transaction } from '../db/connection.ts';

/** One setting, from what to what, in words that its readers know; null is « nothing ». */
export interface Change {
  setting: string;
  before: string | null;
  after: string | null;
}

/** Writes what one person just changed of a service; `about` names the service, the category or the person concerned. */
export async function logChanges(
  trx: Transaction,
  what: {
    /** Null: of the installation. */
    serviceId: number | null;
    categoryId?: number;
    personId?: number;
    version: number | null;
    about: string;
    /** Null: the operator, by a command. */
    actorId: number | null;
    at: Date;
  },
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  await trx('settingChanges').insert(changes.map((change) => ({ ...what, ...change })));
}

export interface LoggedChange extends Change {
  id: number;
  about: string;
  /** Null: the application, by a command of its operator. */
  by: string | null;
  at: Date;
}

/** The latest changes of the settings of a service, before the one given. */
export const changesOf = (db: Db, serviceId: number, before: number | null, limit: number) =>
  rows<LoggedChange>(
    db,
    `select g.id, g.about, g.setting, g.before, g.after, p.display_name as by, g.at
     from setting_changes g left join people p on p.id = g.actor_id
     where g.service_id = :serviceId and (:before::bigint is null or g.id < :before::bigint)
     order by g.id desc limit :limit`,
    { serviceId, before, limit },
  );

/** The latest changes of these settings of the installation. */
export const installationChanges = (db: Db, settings: readonly string[], limit: number) =>
  rows<LoggedChange>(
    db,
    `select g.id, g.about, g.setting, g.before, g.after, p.display_name as by, g.at
     from setting_changes g left join people p on p.id = g.actor_id
     where g.service_id is null and g.setting = any (:settings) order by g.id desc limit :limit`,
    { settings, limit },
  );
