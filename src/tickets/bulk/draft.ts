import { v7 as newId } from 'uuid';
import { type Db, rows } from '../../db/connection.ts';
import { draftFiles, openDraft } from '../attachments.ts';
import { isEmpty, longestDraft, typedIn } from '../writing/drafts.ts';
import type { Chosen } from './chosen.ts';
import { forgetDraft } from './files.ts';
import { fieldsOf, type Operation } from './operations.ts';

/** What somebody had begun to write about several tickets. The address of the form names it, as its batch does. */
export interface BulkDraft {
  fields: Record<string, string>;
  savedAt: Date;
}

interface Place {
  draftId: string;
  personId: number;
}

interface Written {
  operation: Operation;
  chosen: readonly Chosen[];
  body: unknown;
  now: Date;
}

export async function bulkDraft(db: Db, { draftId, personId }: Place): Promise<BulkDraft | null> {
  const [found] = await rows<BulkDraft>(
    db,
    `select fields, updated_at as saved_at from drafts
     where id = :draftId and person_id = :personId and ticket_id is null and fields <> '{}'`,
    { draftId, personId },
  );
  return found ?? null;
}

/** The tickets that were still ticked, as a draft remembers them. */
export const stillChosen = (draft: BulkDraft | null) =>
  draft === null ? null : new Set((draft.fields.tickets ?? '').split('-').map(Number));

const wasSent = async (db: Db, { draftId, personId }: Place) =>
  (
    await rows(db, 'select 1 from ticket_events where batch = :draftId and actor_id = :personId limit 1', {
      ...{ draftId, personId },
    })
  ).length > 0;

/** Keeps what was typed, and which tickets are ticked. A saving that comes after the sending brings nothing back. */
export async function keepText(
  db: Db,
  filesDir: string,
  place: Place,
  { operation, chosen, body, now }: Written,
): Promise<'kept' | 'too-long'> {
  const declared = fieldsOf(operation);
  const typed = typedIn(declared, body);
  if (JSON.stringify(typed).length > longestDraft) return 'too-long';
  if (await wasSent(db, place)) return 'kept';
  if (isEmpty(typed, declared) && (await draftFiles(db, place.draftId, place.personId)).length === 0)
    await forgetDraft(db, filesDir, place);
  else await openDraft(db, { ...place, now, fields: { ...typed, tickets: chosen.map(({ id }) => id).join('-') } });
  return 'kept';
}

/** What is left of an operation, to be tried once more: another one, with the same text and the same files. */
export async function carryOver(db: Db, from: Place, { operation, chosen, body, now }: Written): Promise<string> {
  const draftId = newId();
  const fields = { ...typedIn(fieldsOf(operation), body), tickets: chosen.map(({ id }) => id).join('-') };
  await openDraft(db, { draftId, personId: from.personId, now, fields });
  await db('attachments')
    .where({ draftId: from.draftId, uploaderId: from.personId })
    .whereNull('ticketId')
    .update({ draftId });
  await db('drafts').where({ id: from.draftId, personId: from.personId }).delete();
  return draftId;
}
