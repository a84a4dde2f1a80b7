import type { Db, Transaction } from '../db/connection.ts';
import { audienceOf, type Reason } from '../monitoring/audience.ts';
import { mailboxesToldOf } from '../monitoring/mailboxes.ts';
import { queueMails } from './queue.ts';
import { togetherLetterName } from './together-letter.ts';

/** An operation on many tickets at once. */
export interface Together {
  batch: string;
  tickets: readonly number[];
}

/** One job for all the tickets of an operation, in its transaction: each person to be told gets one mail. */
export async function announceTogether(trx: Transaction, together: Together): Promise<void> {
  if (together.tickets.length === 0) return;
  await trx.raw("select graphile_worker.add_job('announce-together', payload := :payload::json, max_attempts := 25)", {
    payload: JSON.stringify(together),
  });
}

type About = { id: number; reason: Reason }[];

/** Who is told of which of these tickets: people by their number, mailboxes by their address. */
async function toldOf(db: Db, { batch, tickets }: Together): Promise<Map<number | string, About>> {
  const told = new Map<number | string, About>();
  const tell = (who: number | string, id: number, reason: Reason) =>
    told.set(who, [...(told.get(who) ?? []), { id, reason }]);
  for (const id of tickets) {
    for (const { personId, reason } of await audienceOf(db, id, batch)) tell(personId, id, reason);
    for (const { address } of await mailboxesToldOf(db, id, batch)) tell(address, id, 'mailbox');
  }
  return told;
}

/** Turns such an operation into one mail per reader, about all the tickets that he is told of. Run twice, it queues nothing more. */
export async function queueTogether(db: Db, together: Together): Promise<void> {
  const { batch } = together;
  const mails = [...(await toldOf(db, together))].map(([who, tickets]) => ({
    key: `together:${batch}:${who}`,
    name: togetherLetterName,
    reason: 'passing',
    ...(typeof who === 'number' ? { personId: who } : { address: who }),
    about: { batch, tickets },
  }));
  await queueMails(db, mails);
}
