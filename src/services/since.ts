import { type Db, rows } from '../db/connection.ts';
import type { Change } from './setting-changes.ts';

/** A setting that somebody else changed since the form was shown. */
export interface Since extends Change {
  by: string;
}

export interface Edited {
  serviceId: number;
  categoryId?: number;
  personId?: number;
  /** The version that the form showed. */
  version: number;
}

/** What was changed since then of a service itself, of one of its categories or of one of its managers. */
export const changedSince = (db: Db, { serviceId, categoryId, personId, version }: Edited) =>
  rows<Since>(
    db,
    `select g.setting, g.before, g.after, coalesce(p.display_name, '') as by
     from setting_changes g left join people p on p.id = g.actor_id
     where g.service_id = :serviceId and g.category_id is not distinct from cast(:categoryId as integer)
       and g.person_id is not distinct from cast(:personId as integer) and g.version > :version order by g.id`,
    { serviceId, categoryId: categoryId ?? null, personId: personId ?? null, version },
  );

export const labelsOf = (fields: Readonly<Record<string, { label: string }>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, { label }]) => [name, label]));

interface Merging {
  since: readonly Since[];
  current: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  /** What was sent for a setting, in the words of the log. */
  said(name: string): string | null;
}

/** The form that was sent, with what the others set wherever this person had left the old value. */
export function mergedForm(body: Record<string, string>, { since, current, labels, said }: Merging) {
  const form = { ...body };
  for (const [name, label] of Object.entries(labels)) {
    const first = since.find(({ setting }) => setting === label);
    if (first !== undefined && said(name) === first.before) form[name] = current[name] ?? '';
  }
  return form;
}
