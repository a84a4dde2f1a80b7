import type { Db } from '../db/connection.ts';
import { audienceOf } from '../monitoring/audience.ts';
import { mailboxesToldOf } from '../monitoring/mailboxes.ts';
import { type QueuedMail, queueMails } from './queue.ts';

interface Operation {
  ticketId: number;
  batch: string;
}

async function mailsToPeople(db: Db, { ticketId, batch }: Operation): Promise<QueuedMail[]> {
  const recipients = await audienceOf(db, ticketId, batch);
  return recipients.map(({ personId, emailName, reason, because }) => ({
    key: `event:${ticketId}:${batch}:${personId}`,
    name: emailName,
    reason,
    personId,
    ...(because === null ? {} : { about: because }),
  }));
}

async function mailsToMailboxes(db: Db, { ticketId, batch }: Operation): Promise<QueuedMail[]> {
  const mailboxes = await mailboxesToldOf(db, ticketId, batch);
  return mailboxes.map(({ address, emailName }) => ({
    key: `event:${ticketId}:${batch}:${address}`,
    name: emailName,
    reason: 'mailbox',
    address,
  }));
}

/** Turns an operation into one mail per person, and per additional mailbox, to be told. Run twice, it queues nothing more. */
export async function announce(db: Db, operation: Operation): Promise<void> {
  const mails = [...(await mailsToPeople(db, operation)), ...(await mailsToMailboxes(db, operation))];
  await queueMails(db, mails, operation);
}
