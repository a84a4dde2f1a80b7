import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import PostalMime, { type Email } from 'postal-mime';

export interface Summary {
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
}

export interface Mail extends Summary {
  text: string;
  html: string;
  headers: { name: string; value: string }[];
  attachments: string[];
}

const idPattern = /^\d{13,}-[\w-]+$/;
const suffix = '.eml';

let lastTime = 0;

/** Ids sort by arrival, even for mails of the same millisecond. */
function newId(): string {
  lastTime = Math.max(lastTime + 1, Date.now());
  return `${lastTime}-${randomBytes(6).toString('hex')}`;
}

export const openMailFolder = (folder: string) => mkdir(folder, { recursive: true, mode: 0o700 });

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

async function* withRecipients(recipients: readonly string[], message: Readable): AsyncGenerator<string | Buffer> {
  for (const recipient of recipients) yield `X-Original-To: ${recipient.replace(/[\r\n]/g, '')}\r\n`;
  yield* message;
}

/** When this returns the mail is on the disk; until then no complete file bears its name. */
export async function keepMail(folder: string, recipients: readonly string[], message: Readable): Promise<void> {
  const file = path.join(folder, newId() + suffix);
  const partial = `${file}.partial`;
  try {
    const handle = await open(partial, 'wx', 0o600);
    await pipeline(Readable.from(withRecipients(recipients, message)), handle.createWriteStream({ flush: true }));
    await rename(partial, file);
    await sync(folder);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

const addresses = (mail: Email) => {
  const original = mail.headers.filter(({ key }) => key === 'x-original-to').map(({ value }) => value);
  const written = (mail.to ?? []).flatMap(({ address }) => address ?? []);
  return [...new Set(original.length > 0 ? original : written)];
};

const writer = ({ from }: Email) => [from?.name, from?.address && `<${from.address}>`].filter(Boolean).join(' ');

const toMail = (id: string, mail: Email): Mail => ({
  id,
  at: new Date(Number.parseInt(id, 10)).toISOString(),
  from: writer(mail),
  to: addresses(mail),
  subject: mail.subject || '(sans sujet)',
  text: mail.text ?? '',
  html: mail.html ?? '',
  headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
  attachments: mail.attachments.map(({ filename, mimeType }) => filename ?? mimeType),
});

/** The mail with that id, or null. */
export async function readMail(folder: string, id: string): Promise<Mail | null> {
  if (!idPattern.test(id)) return null;
  const source = await readFile(path.join(folder, id + suffix)).catch(() => null);
  return source && toMail(id, await PostalMime.parse(source));
}

const summaries = new Map<string, Summary>();

/** Kept in memory: a mail never changes. */
async function summary(folder: string, id: string): Promise<Summary | null> {
  const key = path.join(folder, id);
  const known = summaries.get(key);
  if (known) return known;
  const mail = await readMail(folder, id);
  if (mail === null) return null;
  const { at, from, to, subject } = mail;
  summaries.set(key, { id, at, from, to, subject });
  return { id, at, from, to, subject };
}

export interface Wanted {
  /** Part of a recipient's address; empty: everybody. */
  to: string;
  limit: number;
}

/** The newest mails first. */
export async function listMails(folder: string, { to, limit }: Wanted): Promise<Summary[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(suffix));
  const found: Summary[] = [];
  for (const file of files.sort().reverse()) {
    const mail = await summary(folder, file.slice(0, -suffix.length));
    if (mail?.to.some((address) => address.toLowerCase().includes(to.toLowerCase()))) found.push(mail);
    if (found.length === limit) break;
  }
  return found;
}
