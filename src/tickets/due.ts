import { randomUUID } from 'node:crypto';
import { type Db, rows } from '../db/connection.ts';
import { translator } from '../web/words.ts';
import { performAction } from './perform.ts';

/** What the clock does to tickets, and which ones are due. Each is an action of the catalogue, done by the application. */
const acts = {
  recall: `select id from tickets where status = 'postponed' and recall_at <= :now order by recall_at limit :most`,
  expire: `select t.id from tickets t
    where t.status = 'closed' and t.archived_at is null and category_approval_days(t.category_id) > 0
      and t.last_action_at < cast(:now as timestamptz) - category_approval_days(t.category_id) * interval '1 day'
    order by t.last_action_at limit :most`,
};

const most = 500;

/** Done twice, or by two workers at once, it acts once: an act that is not offered any more does nothing. */
export async function actOnDueTickets(db: Db, now: Date): Promise<number> {
  let done = 0;
  for (const [action, due] of Object.entries(acts)) {
    for (const { id } of await rows<{ id: number }>(db, due, { now, most })) {
      const request = { ticketId: id, action, actor: null, body: {}, version: null, batch: randomUUID(), now };
      const { kind } = await performAction(db, { ...request, t: translator('fr') });
      if (kind === 'done') done++;
    }
  }
  return done;
}
