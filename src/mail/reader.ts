import type { Db } from '../db/connection.ts';
import { mailboxesAround } from '../monitoring/mailboxes.ts';
import { type Batch, selectBatch } from '../monitoring/news.ts';
import { type Situation, situationOf } from '../tickets/situation.ts';
import { mayOpen } from '../tickets/visibility.ts';

/** Who reads a mail: somebody, or a mailbox that has an address for name. */
export type Reader = { isAdmin: boolean; name: string } & (
  | { kind: 'cas' | 'external'; id: number }
  | { kind: 'mailbox'; id: null }
);

/** The mailbox in front of the ticket; null when it does not watch it any more. */
async function asMailbox(db: Db, situation: Situation, batch: Batch, address: string): Promise<Situation | null> {
  const mailbox = (await mailboxesAround(db, batch)).find((one) => one.address === address);
  return mailbox === undefined ? null : { ...situation, standing: mailbox.standing };
}

/** An operation, and its ticket in front of this reader as they are now; null when he may not open it any more. */
export async function asRead(
  db: Db,
  { ticketId, batch: operation }: { ticketId: number; batch: string },
  reader: Reader,
  now: Date,
): Promise<{ batch: Batch; situation: Situation } | null> {
  const isMailbox = reader.kind === 'mailbox';
  const [batch, found] = await Promise.all([
    selectBatch(db, ticketId, operation),
    situationOf(db, ticketId, isMailbox ? null : reader, now),
  ]);
  if (batch === null || found === null) return null;
  const situation = isMailbox ? await asMailbox(db, found, batch, reader.name) : found;
  return situation === null || !mayOpen(situation.ticket, situation.standing) ? null : { batch, situation };
}
