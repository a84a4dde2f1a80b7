import type { Db, Transaction } from '../db/connection.ts';
import { audienceOf, type Reason } from '../monitoring/audience.ts';
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

/** Turns such an operation into one mail per person, about all the tickets that he is told of. Run twice, it queues nothing more. */
export async function queueTogether(db: Db, { batch, tickets }: Together): Promise<void> {
  const told = new Map<number, { id: number; reason: Reason }[]>();
  for (const id of tickets) {
    for (const { personId, reason } of await audienceOf(db, id, batch))
      told.set(personId, [...(told.get(personId) ?? []), { id, reason }]);
  }
  const mails = [...told].map(([personId, about]) => ({
    key: `together:${batch}:${personId}`,
    name: togetherLetterName,
    reason: 'passing',
    personId,
    about: { batch, tickets: about },
  }));
  await queueMails(db, mails);
}
