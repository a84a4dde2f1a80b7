import { type Db, rows } from '../db/connection.ts';

/** Searches of one person in one day: enough to work, too few to copy a directory out. */
const mostPerDay = { ordinary: 300, staff: 3000 };

/** Counts what somebody looks up in the directory; false once it is too much for today. Every web process counts together. */
export async function mayLookUp(
  db: Db,
  reader: { id: number; staff: boolean },
  { now, times = 1 }: { now: Date; times?: number },
): Promise<boolean> {
  const [day] = await rows<{ count: number }>(
    db,
    `insert into person_searches (person_id, day, count) values (:person, :now::timestamptz::date, :times)
     on conflict (person_id, day) do update set count = person_searches.count + excluded.count
     returning count`,
    { person: reader.id, now, times },
  );
  return (day?.count ?? 0) <= (reader.staff ? mostPerDay.staff : mostPerDay.ordinary);
}

export const forgetOldSearches = (db: Db, now: Date) =>
  rows(db, `delete from person_searches where day < :now::timestamptz::date - 30`, { now });
