import { type Db, rows } from '../db/connection.ts';
import { type Errand, type Letter, writeLetter } from './letter.ts';
import { type MailSettings, mailTools, renderLetter } from './render.ts';
import { isPermanent, type Parcel, type Post } from './transport.ts';

export interface Delivery {
  db: Db;
  post: Post;
  settings: MailSettings;
  now: () => Date;
}

interface Claimed extends Omit<Errand, 'reader'> {
  id: number;
  personId: number;
  kind: 'cas' | 'external';
  isAdmin: boolean;
  language: 'fr' | 'en';
  displayName: string;
  mail: string | null;
}

// counting the attempt before sending, and only for a mail that has not left
const claimSql = `
  update emails e set attempts = attempts + 1
  from people p
  where e.id = :id and p.id = e.person_id and e.sent_at is null and e.failed_at is null and e.dropped_because is null
  returning e.id, e.name, e.reason, e.ticket_id, e.batch, e.person_id,
    p.kind, p.is_admin, p.language, p.display_name, p.mail`;

const mark = (
  db: Db,
  id: number,
  facts: Partial<Record<'sentAt' | 'failedAt' | 'lastError' | 'droppedBecause', unknown>>,
) => db('emails').where({ id }).update(facts);

const isLetter = (letter: Letter | { dropped: string }): letter is Letter => !('dropped' in letter);

const write = ({ db, settings, now }: Delivery, mail: Claimed): ReturnType<typeof writeLetter> =>
  writeLetter(
    { ...mail, reader: { id: mail.personId, kind: mail.kind, isAdmin: mail.isAdmin, name: mail.displayName } },
    { db, publicUrl: settings.publicUrl, now: now(), ...mailTools(mail.language, settings) },
  );

async function pack({ settings }: Delivery, mail: Claimed, address: string, letter: Letter): Promise<Parcel> {
  const host = new URL(settings.publicUrl).hostname;
  const thread = `<ticket.${mail.ticketId}@${host}>`;
  return {
    ...(await renderLetter(letter, mailTools(mail.language, settings), settings)),
    from: settings.mailFrom,
    to: { name: mail.displayName, address },
    // the same at each try, so that a repeat is known for one
    messageId: `<ticket.${mail.ticketId}.${mail.id}@${host}>`,
    inReplyTo: thread,
    references: thread,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'List-Id': `<tickets.${host}>`,
    },
  };
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500);

async function send(delivery: Delivery, mail: Claimed): Promise<void> {
  const { db, post, now } = delivery;
  const letter = await write(delivery, mail);
  if (!isLetter(letter)) return void (await mark(db, mail.id, { droppedBecause: letter.dropped }));
  if (!mail.mail) return void (await mark(db, mail.id, { droppedBecause: 'no address' }));
  await post.send(await pack(delivery, mail, mail.mail, letter));
  await mark(db, mail.id, { sentAt: now(), lastError: null });
}

/**
 * Sends one queued mail. What may pass later is thrown, for the queue to try again; the last failure, or one that is
 * final, stays on the row, to be seen.
 */
export async function deliver(delivery: Delivery, emailId: number, lastTry: boolean): Promise<void> {
  const [mail] = await rows<Claimed>(delivery.db, claimSql, { id: emailId });
  if (mail === undefined) return;
  try {
    await send(delivery, mail);
  } catch (error) {
    const final = lastTry || isPermanent(error);
    await mark(delivery.db, mail.id, { lastError: reasonOf(error), ...(final ? { failedAt: delivery.now() } : {}) });
    if (!final) throw error;
  }
}
