import { type Db, rows } from '../db/connection.ts';

/** The person whose identifier or address this is; null when nobody, or several people, answer to it. */
export async function findPerson(db: Db, identifier: string): Promise<{ id: number; name: string } | null> {
  const found = await rows<{ id: number; name: string }>(
    db,
    'select id, display_name as name from people where login = lower(:text) or lower(mail) = lower(:text) limit 2',
    { text: identifier.trim() },
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}
