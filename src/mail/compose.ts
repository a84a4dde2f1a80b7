import { type Db, rows } from '../db/connection.ts';
import type { Reason } from '../monitoring/audience.ts';
import type { EmailName } from '../tickets/actions/define.ts';
import { dataLetterName, writeDataLetter } from './data-letter.ts';
import type { Claimed, Delivery } from './deliver.ts';
import { writeDigest } from './digest.ts';
import { becauseOf, writeLetter } from './letter.ts';
import type { Reader } from './reader.ts';
import { mailTools, type Rendered, renderLetter } from './render.ts';
import { writeReport } from './report-letter.ts';
import { togetherLetterName, writeTogether } from './together-letter.ts';

/** All of a mail but its sender and its address. */
export interface Composed extends Rendered {
  messageId: string;
  inReplyTo?: string;
  references?: string;
  headers: Record<string, string>;
}

type Composition = Promise<Composed | { dropped: string }>;

const readerOf = ({ personId, kind, isAdmin, displayName: name }: Claimed): Reader =>
  personId === null || kind === 'mailbox'
    ? { id: null, kind: 'mailbox', isAdmin: false, name }
    : { id: personId, kind, isAdmin, name };

const hostOf = ({ settings }: Delivery) => new URL(settings.publicUrl).hostname;

interface Thread {
  first: number;
  previous: number;
}

/** The mails that this person had about this ticket before this one: mailers draw them as one conversation. */
async function threadOf(db: Db, mail: Pick<Claimed, 'id' | 'ticketId' | 'personId' | 'address'>) {
  const [thread] = await rows<Thread>(
    db,
    `select min(e.id) as first, max(e.id) as previous from emails e
     where e.ticket_id = :ticketId and e.id < :id
       and e.person_id is not distinct from :personId and e.address is not distinct from :address and e.dropped_because is null
     having count(*) > 0`,
    { id: mail.id, ticketId: mail.ticketId, personId: mail.personId, address: mail.address },
  );
  return thread ?? null;
}

const threadHeaders = (thread: Thread | null, idOf: (email: number) => string) =>
  thread === null
    ? {}
    : {
        inReplyTo: idOf(thread.previous),
        references: [...new Set([thread.first, thread.previous])].map(idOf).join(' '),
      };

async function composeLetter(delivery: Delivery, mail: Claimed & { ticketId: number; batch: string }): Composition {
  const { db, settings, now } = delivery;
  const tools = mailTools(mail.language, settings);
  const errand = {
    ...mail,
    name: mail.name as EmailName,
    reason: mail.reason as Reason,
    because: becauseOf(mail.about),
    reader: readerOf(mail),
  };
  const letter = await writeLetter(errand, { db, publicUrl: settings.publicUrl, now: now(), ...tools });
  if ('dropped' in letter) return letter;
  const host = hostOf(delivery);
  // the same at each try, so that a repeat is known for one
  const idOf = (email: number) => `<ticket.${mail.ticketId}.${email}@${host}>`;
  return {
    ...(await renderLetter(letter, tools, settings)),
    messageId: idOf(mail.id),
    ...threadHeaders(await threadOf(db, mail), idOf),
    headers: { 'List-Id': `<tickets.${host}>`, 'List-Unsubscribe': `<${letter.why.href}>` },
  };
}

async function composeReport(delivery: Delivery, mail: Claimed): Composition {
  const { db, settings } = delivery;
  const report = await writeReport(db, mail, mail.about, mailTools(mail.language, settings), settings);
  if ('dropped' in report) return report;
  const host = hostOf(delivery);
  const headers = {
    'List-Id': `<reports.${host}>`,
    'List-Unsubscribe': `<${settings.publicUrl}/preferences/manager>`,
  };
  return { ...report, messageId: `<report.${mail.id}@${host}>`, headers };
}

async function composeDataLetter(delivery: Delivery, mail: Claimed): Composition {
  const { settings } = delivery;
  const letter = await writeDataLetter(mail.displayName, mailTools(mail.language, settings), settings);
  return { ...letter, messageId: `<data.${mail.id}@${hostOf(delivery)}>`, headers: {} };
}

async function composeTogether(delivery: Delivery, mail: Claimed): Composition {
  const { settings, now } = delivery;
  const tools = mailTools(mail.language, settings);
  const letter = await writeTogether(delivery.db, readerOf(mail), mail.about, tools, { settings, now: now() });
  if ('dropped' in letter) return letter;
  const host = hostOf(delivery);
  const headers = { 'List-Id': `<tickets.${host}>`, 'List-Unsubscribe': `<${settings.publicUrl}/preferences>` };
  return { ...letter, messageId: `<together.${mail.id}@${host}>`, headers };
}

async function composeDigest(delivery: Delivery, mail: Claimed): Composition {
  const { db, settings, now } = delivery;
  const tools = { db, publicUrl: settings.publicUrl, now: now(), ...mailTools(mail.language, settings) };
  const digest = await writeDigest(mail.id, readerOf(mail), tools, settings);
  if ('dropped' in digest) return digest;
  const host = hostOf(delivery);
  const headers = { 'List-Id': `<tickets.${host}>`, 'List-Unsubscribe': `<${settings.publicUrl}/preferences>` };
  return { ...digest, messageId: `<digest.${mail.id}@${host}>`, headers };
}

const isAboutTicket = (mail: Claimed): mail is Claimed & { ticketId: number; batch: string } =>
  mail.ticketId !== null && mail.batch !== null;

/** What a queued mail says now to its reader; otherwise why there is none to send any more. */
export function compose(delivery: Delivery, mail: Claimed): Composition {
  if (isAboutTicket(mail)) return composeLetter(delivery, mail);
  if (mail.name === togetherLetterName) return composeTogether(delivery, mail);
  if (mail.name === dataLetterName) return composeDataLetter(delivery, mail);
  return mail.name === 'digest' ? composeDigest(delivery, mail) : composeReport(delivery, mail);
}
