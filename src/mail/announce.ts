import type { Db } from '../db/connection.ts';
import { audienceOf, type Reason, roleOf } from '../monitoring/audience.ts';
import { mailboxesToldOf } from '../monitoring/mailboxes.ts';
import { type QueuedMail, queueMails } from './queue.ts';

interface Operation {
  ticketId: number;
  batch: string;
  /** One of many tickets: those who handle requests are told of all of them at once. */
  together?: boolean | undefined;
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

/** One mail to each person, and to each additional mailbox, to be told of an operation. */
export const mailsAbout = async (db: Db, operation: Operation): Promise<QueuedMail[]> => [
  ...(await mailsToPeople(db, operation)),
  ...(await mailsToMailboxes(db, operation)),
];

/** Whether somebody is told as one of those who handle requests. */
export const handlesRequests = ({ reason }: QueuedMail) =>
  roleOf[reason as Reason] === 'handler' || roleOf[reason as Reason] === 'service';

/** Queues the mails about an operation. Run twice, it queues nothing more. */
export async function announce(db: Db, { together = false, ...operation }: Operation): Promise<void> {
  const mails = await mailsAbout(db, operation);
  await queueMails(db, together ? mails.filter((mail) => !handlesRequests(mail)) : mails, operation);
}
