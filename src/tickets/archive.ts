import { type Db, rows } from '../db/connection.ts';

const day = 86_400_000;

/** Freezes, at most so many at once, the ended tickets that nobody touched for so many days; 0 days is never. */
export async function archiveTickets(db: Db, now: Date, days: number, most = 500): Promise<number> {
  if (days === 0) return 0;
  const archived = await rows<{ id: number }>(
    db,
    `update tickets set archived_at = :now where id in (
       select id from tickets
       where status in ('approved', 'cancelled', 'refused', 'expired') and archived_at is null
         and last_action_at < :before
       order by last_action_at limit :most for update skip locked)
     returning id`,
    { now, before: new Date(now.getTime() - days * day), most },
  );
  return archived.length;
}
