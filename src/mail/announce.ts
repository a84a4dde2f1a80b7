import type { Db } from '../db/connection.ts';
import { audienceOf } from '../monitoring/audience.ts';
import { queueMails } from './queue.ts';

/** Turns an operation into one mail per person to be told. Run twice, it queues nothing more. */
export async function announce(db: Db, operation: { ticketId: number; batch: string }): Promise<void> {
  const { ticketId, batch } = operation;
  const recipients = await audienceOf(db, ticketId, batch);
  const mails = recipients.map(({ personId, emailName, reason, because }) => ({
    key: `event:${ticketId}:${batch}:${personId}`,
    name: emailName,
    reason,
    personId,
    ...(because === null ? {} : { about: because }),
  }));
  await queueMails(db, mails, operation);
}
