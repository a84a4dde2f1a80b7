import { stat } from 'node:fs/promises';
import type { Db } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import { storedPath } from '../tickets/attachments.ts';
import type { FileView } from '../tickets/files-shown.ts';
import { historyOf } from '../tickets/history.ts';
import type { HistoryEntry, TicketHeader } from '../tickets/pages.ts';
import { personView } from '../tickets/people-shown.ts';
import { situationOf } from '../tickets/situation.ts';
import { headerOf } from '../tickets/ticket-top.ts';
import { mayOpen } from '../tickets/visibility.ts';
import type { Translate } from '../web/words.ts';

/** A file of the archive. `place`: its path in the folder of its ticket; null when its content is not there. */
export interface FilePart {
  name: string;
  size: number;
  readable: boolean;
  deleted: boolean;
  stored: string;
  place: string | null;
}

export interface EntryPart extends Omit<HistoryEntry, 'files'> {
  files: readonly FilePart[];
}

/** A ticket as its reader may see it now; elsewhere than among one's own tickets, one's own messages alone. */
export interface TicketPart {
  whole: boolean;
  ticket: TicketHeader;
  guests: readonly string[];
  entries: readonly EntryPart[];
}

export interface PartTools {
  db: Db;
  now: () => Date;
  t: Translate;
  filesDir: string;
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

/** A name that every system accepts; the rank keeps two files of the same name apart. */
const placeOf = (name: string, rank: number) => `fichiers/${rank}-${name.replace(/[\\/:*?"<>|]/g, '_')}`;

async function filePart(file: FileView, rank: number, filesDir: string): Promise<FilePart> {
  const { name, size, deleted, href, id } = file;
  const stored = id === '' ? '' : storedPath(filesDir, id);
  const given = href !== '' && (await exists(stored));
  return { name, size, readable: id !== '', deleted, stored, place: given ? placeOf(name, rank) : null };
}

async function entryParts(entries: readonly HistoryEntry[], filesDir: string): Promise<EntryPart[]> {
  let rank = 0;
  const parts: EntryPart[] = [];
  for (const entry of entries) {
    const files: FilePart[] = [];
    for (const file of entry.files) files.push(await filePart(file, ++rank, filesDir));
    parts.push({ ...entry, files });
  }
  return parts;
}

/** Null for a ticket that this person may not open any more. */
export async function ticketPart(tools: PartTools, person: Person, ticketId: number): Promise<TicketPart | null> {
  const { db, now, t, filesDir } = tools;
  const situation = await situationOf(db, ticketId, person, now());
  if (situation === null || !mayOpen(situation.ticket, situation.standing)) return null;
  const { owns, invited } = situation.standing;
  const whole = owns || invited;
  const history = await historyOf(db, situation, { t });
  const entries = whole ? history : history.filter(({ author }) => author?.isReader);
  return {
    whole,
    ticket: headerOf(situation, t),
    guests: whole ? situation.ticket.guests.map((guest) => personView(guest, situation, t).name) : [],
    entries: await entryParts(entries, filesDir),
  };
}
