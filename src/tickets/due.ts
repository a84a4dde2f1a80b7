import { v7 as newId } from 'uuid';
import { type Db, rows } from '../db/connection.ts';
import { translator } from '../web/words.ts';
import { performAction } from './perform.ts';

// by category, so that its settings are asked once for all its tickets; 0 days is never
const unanswered = (setting: 'approval_days' | 'expiry_days') => `
  select t.id from categories c cross join category_settings(c.id) s
  join tickets t on t.category_id = c.id and t.status = 'closed' and t.archived_at is null
    and t.last_action_at < cast(:now as timestamptz) - s.${setting} * interval '1 day'
  where s.${setting} > 0 order by t.last_action_at limit :most`;

const dueActs = ['recall', 'approve-tacitly', 'expire'] as const;
export type DueAct = (typeof dueActs)[number];

/** What the clock does to tickets, in this order, and which ones are due. Each is an action of the catalogue, done by the application. */
const acts: Record<DueAct, string> = {
  recall: `select id from tickets where status = 'postponed' and recall_at <= :now order by recall_at limit :most`,
  'approve-tacitly': unanswered('approval_days'),
  expire: unanswered('expiry_days'),
};

const most = 500;

/** Does one of these acts to the tickets that are due, 500 at most. Done twice, or by two workers at once, it acts once. */
export async function actOnDue(db: Db, act: DueAct, now: Date): Promise<number> {
  let done = 0;
  for (const { id } of await rows<{ id: number }>(db, acts[act], { now, most })) {
    const request = { ticketId: id, action: act, actor: null, body: {}, version: null, batch: newId(), now };
    const { kind } = await performAction(db, { ...request, t: translator('fr') });
    if (kind === 'done') done++;
  }
  return done;
}

/** All that is due now, act after act: a closure that is approved tacitly is not left to expire. */
export async function actOnDueTickets(db: Db, now: Date): Promise<number> {
  let done = 0;
  for (const act of dueActs) done += await actOnDue(db, act, now);
  return done;
}
