import { copyFile, link, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { type Db, rows } from '../../db/connection.ts';
import { draftFiles, openDraft, removeFromDraft, storedPath } from '../attachments.ts';
import { imagePaths } from '../images.ts';

interface Own {
  draftId: string;
  personId: number;
}

/** Two names for one content, which is never written again: a file that is taken off one ticket stays on the others. */
async function twin(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

async function twinStored(filesDir: string, from: string, to: string, drawn: boolean): Promise<void> {
  const [source, target] = [storedPath(filesDir, from), storedPath(filesDir, to)];
  await mkdir(path.dirname(target), { recursive: true });
  await twin(source, target);
  if (!drawn) return;
  const targets = imagePaths(target);
  await Promise.all(imagePaths(source).map((image, rank) => twin(image, targets[rank] as string)));
}

const copySql = `
  insert into attachments (id, uploader_id, name, size, type, checksum, width, height, created_at)
  select :id, uploader_id, name, size, type, checksum, width, height, created_at from attachments where id = :from`;

/** The files of a form once more, for one of the tickets that it is about. Answers the draft where they are. */
export async function copyFiles(
  db: Db,
  filesDir: string,
  { draftId, personId, now }: Own & { now: Date },
): Promise<string> {
  const to = newId();
  await openDraft(db, { draftId: to, personId, now });
  for (const file of await draftFiles(db, draftId, personId)) {
    const id = newId();
    // until its content is there the row is of no form: the clean-up would take it
    await rows(db, copySql, { id, from: file.id });
    await twinStored(filesDir, file.id, id, file.width !== null);
    await db('attachments').where({ id }).update({ draftId: to });
  }
  return to;
}

/** A form that has served, or is given up: its text, and the files that no ticket has. */
export async function forgetDraft(db: Db, filesDir: string, { draftId, personId }: Own): Promise<void> {
  for (const { id } of await draftFiles(db, draftId, personId))
    await removeFromDraft(db, filesDir, { fileId: id, draftId, personId });
  await db('drafts').where({ id: draftId, personId }).delete();
}
