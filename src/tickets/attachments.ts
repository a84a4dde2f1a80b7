import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileTypeFromFile } from 'file-type';
import { v7 as newId } from 'uuid';
import { type Db, rows } from '../db/connection.ts';
import type { FileView } from './files-shown.ts';
import { imagePaths, makeImages } from './images.ts';
import type { Audience } from './visibility.ts';

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  type: string;
  audience: Audience;
  uploaderId: number;
  deletedAt?: string | null;
  /** Of the picture to show, null when there is none. */
  width: number | null;
  height: number | null;
}

/** A file that multer has just written in the incoming folder. */
export interface Upload {
  path: string;
  originalname: string;
  size: number;
}

export const incomingFolder = (filesDir: string) => path.join(filesDir, 'incoming');

/** Where a stored file lies: our own names, in folders of a few hundred. */
export const storedPath = (filesDir: string, id: string) => path.join(filesDir, id.slice(0, 2), id);

/** Takes a content off the disk, with the pictures made from it. */
export async function removeStored(filesDir: string, id: string): Promise<void> {
  const stored = storedPath(filesDir, id);
  await Promise.all([stored, ...imagePaths(stored)].map((file) => rm(file, { force: true })));
}

export const prepareFiles = async (filesDir: string) => {
  await mkdir(incomingFolder(filesDir), { recursive: true });
  return incomingFolder(filesDir);
};

// controls and marks that turn the direction of writing hide what a name really is
const treacherous = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu;

/** The name of a file as text to show, never as a path. */
const cleanName = (name: string) => {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const text = last.normalize('NFC').replace(treacherous, '').trim();
  const short = Array.from(text).slice(-200).join('');
  return short === '' ? 'sans-nom' : short;
};

const checksumOf = async (file: string) => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** The content says what a file is; text has no mark, and is whatever is not known. */
const typeOf = async (file: string) => (await fileTypeFromFile(file))?.mime ?? 'application/octet-stream';

/** Places an upload among the stored files. Until its last statement the row is of no form: the clean-up would take it. */
async function store(
  db: Db,
  filesDir: string,
  { draftId, personId, upload, now }: { draftId: string; personId: number; upload: Upload; now: Date },
): Promise<void> {
  const id = newId();
  const target = storedPath(filesDir, id);
  const facts = { type: await typeOf(upload.path), checksum: await checksumOf(upload.path) };
  const name = cleanName(upload.originalname);
  await db('attachments').insert({ id, uploaderId: personId, name, size: upload.size, createdAt: now, ...facts });
  await mkdir(path.dirname(target), { recursive: true });
  await rename(upload.path, target);
  await db('attachments')
    .where({ id })
    .update({ draftId, ...(await makeImages(target, facts.type)) });
}

/**
 * Keeps uploads in a form of this person, until the form is sent or abandoned (then the clean-up takes them).
 * Answers false when some would have been more than the form may have: those are not kept.
 */
export async function keepInDraft(
  db: Db,
  files: { dir: string; count: number; total: number },
  { draftId, personId, uploads, now }: { draftId: string; personId: number; uploads: readonly Upload[]; now: Date },
): Promise<boolean> {
  if (uploads.length === 0) return true;
  await openDraft(db, { draftId, personId, now });
  const kept = await draftFiles(db, draftId, personId);
  const room = { count: files.count - kept.length, total: files.total - kept.reduce((sum, { size }) => sum + size, 0) };
  let allKept = true;
  for (const upload of uploads) {
    if (room.count > 0 && upload.size <= room.total) {
      await store(db, files.dir, { draftId, personId, upload, now });
      room.count -= 1;
      room.total -= upload.size;
    } else {
      await rm(upload.path, { force: true });
      allKept = false;
    }
  }
  return allKept;
}

/** Makes sure that the draft exists. A draft of somebody else is left alone, and nothing is found in it. */
export const openDraft = (
  db: Db,
  { draftId, personId, now, fields }: { draftId: string; personId: number; now: Date; fields?: Record<string, string> },
) =>
  db.raw(
    `insert into drafts (id, person_id, fields, updated_at) values (:id, :person, :fields, :now)
     on conflict (id) do update set updated_at = excluded.updated_at,
       fields = case when :typed then excluded.fields else drafts.fields end
     where drafts.person_id = excluded.person_id`,
    { id: draftId, person: personId, fields: JSON.stringify(fields ?? {}), now, typed: fields !== undefined },
  );

/** What was typed in a draft of this person, null when there is none. */
export async function draftFields(db: Db, draftId: string, personId: number): Promise<Record<string, string> | null> {
  const [draft] = await rows<{ fields: Record<string, string> }>(
    db,
    'select fields from drafts where id = :draftId and person_id = :personId',
    { draftId, personId },
  );
  return draft?.fields ?? null;
}

export const draftFiles = (db: Db, draftId: string, personId: number) =>
  rows<StoredFile>(
    db,
    `select f.id, f.name, f.size, f.type, f.audience, f.uploader_id, f.width, f.height from attachments f join drafts d on d.id = f.draft_id
     where d.id = :draftId and d.person_id = :personId and f.uploader_id = :personId and f.ticket_id is null order by f.created_at, f.name`,
    { draftId, personId },
  );

/** Takes a file out of a form. Answers whether there was one. */
export async function removeFromDraft(
  db: Db,
  filesDir: string,
  { fileId, draftId, personId }: { fileId: string; draftId: string; personId: number },
): Promise<boolean> {
  const count = await db('attachments')
    .where({ id: fileId, draftId, uploaderId: personId })
    .whereNull('ticketId')
    .delete();
  if (count > 0) await removeStored(filesDir, fileId);
  return count > 0;
}

const icons: readonly [RegExp, string][] = [
  [/^image\//, 'file-earmark-image'],
  [/^application\/pdf$/, 'file-earmark-pdf'],
  [/zip|compressed|x-tar|x-7z/, 'file-earmark-zip'],
];

const described = ({ id, name, size, type, deletedAt }: StoredFile): FileView => ({
  id,
  name,
  size,
  icon: icons.find(([known]) => known.test(type))?.[1] ?? 'file-earmark-text',
  deleted: Boolean(deletedAt),
  href: '',
  image: null,
  actions: [],
});

const addresses = ({ id, width, height }: StoredFile): Pick<FileView, 'href' | 'image'> => {
  const href = `/attachments/${id}`;
  if (width === null || height === null) return { href, image: null };
  return { href, image: { href: `${href}/view`, thumbnail: `${href}/thumbnail`, width, height } };
};

/** A file as a page lists it. Who may not read it learns that there is one: its name may say what it holds. */
export const fileView = (stored: StoredFile, readable: boolean): FileView =>
  readable
    ? { ...described(stored), ...(stored.deletedAt ? {} : addresses(stored)) }
    : { id: '', name: '', size: 0, icon: 'lock', href: '', image: null, deleted: false, actions: [] };

/** A file of one's own form, which cannot be downloaded yet. */
export const draftFileView = (stored: StoredFile): FileView => described(stored);
