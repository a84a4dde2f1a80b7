import type { Db, Transaction } from '../db/connection.ts';
import { handlesRequests, mailsAbout } from './announce.ts';
import { type QueuedMail, queueMails } from './queue.ts';
import { togetherLetterName } from './together-letter.ts';

/** An operation on many tickets at once. */
export interface Together {
  batch: string;
  tickets: readonly number[];
  /** Only those who handle requests; the others are told of each ticket by itself. */
  managers?: boolean | undefined;
}

/** One job for all the tickets of an operation, in its transaction: each person to be told gets one mail. */
export async function announceTogether(trx: Transaction, together: Together): Promise<void> {
  if (together.tickets.length === 0) return;
  await trx.raw("select graphile_worker.add_job('announce-together', payload := :payload::json, max_attempts := 25)", {
    payload: JSON.stringify(together),
  });
}

type MailAbout = QueuedMail & { ticketId: number };

/** By reader, a person or a mailbox: the mails that each ticket alone would send. */
async function toldOf(db: Db, { batch, tickets, managers = false }: Together): Promise<MailAbout[][]> {
  const told = new Map<number | string | undefined, MailAbout[]>();
  for (const ticketId of tickets) {
    for (const mail of await mailsAbout(db, { ticketId, batch })) {
      const who = mail.personId ?? mail.address;
      if (!managers || handlesRequests(mail)) told.set(who, [...(told.get(who) ?? []), { ...mail, ticketId }]);
    }
  }
  return [...told.values()];
}

function togetherMail({ batch, managers = false }: Together, mails: readonly MailAbout[]): QueuedMail {
  const { personId, address } = mails[0] as MailAbout;
  const who = personId === undefined ? { address: address ?? '' } : { personId };
  const tickets = mails.map(({ ticketId, reason }) => ({ id: ticketId, reason }));
  // asked again when more was done than was told, it says so
  const key = `together:${batch}:${personId ?? address}${managers ? `:${tickets.length}` : ''}`;
  return { key, name: togetherLetterName, reason: 'passing', ...who, about: { batch, tickets, managers } };
}

/** Turns such an operation into one mail per reader, about all the tickets that he is told of. Run twice, it queues nothing more. */
export async function queueTogether(db: Db, together: Together): Promise<void> {
  const grouped: QueuedMail[] = [];
  for (const mails of await toldOf(db, together)) {
    const [only] = mails;
    if (together.managers && only !== undefined && mails.length === 1) {
      const { ticketId, ...mail } = only;
      await queueMails(db, [mail], { ticketId, batch: together.batch });
    } else grouped.push(togetherMail(together, mails));
  }
  await queueMails(db, grouped);
}
