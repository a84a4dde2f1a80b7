import { isDeepStrictEqual } from 'node:util';
import { type Db, rows, type Transaction } from '../../db/connection.ts';
import type { Fields } from '../../web/fields.ts';
import { peopleText } from '../../web/person-fields.ts';
import { plainText, sanitised } from '../../web/rich-text.ts';
import { draftFiles, removeFromDraft } from '../attachments.ts';
import type { Situation } from '../situation.ts';

/** What somebody had begun to write in the form of an action. */
export interface Draft {
  /** It is also the batch of the form, to which its files belong. */
  id: string;
  fields: Record<string, string>;
  revision: number;
  savedAt: Date;
}

/** Whose draft, of which form. */
export interface DraftPlace {
  ticketId: number;
  personId: number;
  action: string;
  target: string;
}

export type Saving = { kind: 'saved'; id: string; revision: number } | { kind: 'elsewhere' } | { kind: 'sent' };

/** `/tickets/1/actions/comment/draft`, with what the action concerns. */
export const draftPath = (actionPath: string) => actionPath.replace(/(\?|$)/, '/draft$1');

/** Longest form kept, in characters. */
export const longestDraft = 250_000;
export const tooLong = 'Ce texte est trop long pour être gardé comme brouillon ; il reste dans cette page.';

/** What was typed in the fields of a form, and the version of the ticket that it showed. */
export function typedIn(fields: Fields, body: unknown): Record<string, string> {
  const sent = { ...((body ?? {}) as Record<string, unknown>) };
  const typed = Object.entries(fields).flatMap(([name, { widget }]): [string, string][] => {
    const value = widget === 'person' || widget === 'people' ? peopleText(body, name, widget) : sent[name];
    if (!Object.hasOwn(sent, name) && value === undefined) return [];
    if (typeof value !== 'string') return [];
    return [[name, widget === 'rich-text' ? sanitised(value) : value.replaceAll('\0', '')]];
  });
  return Object.fromEntries(typed);
}

/** Nothing that would be missed. */
export const isEmpty = (fields: Record<string, string>, declared: Fields) =>
  Object.entries(declared).every(([name, { widget }]) => {
    if (widget === 'rich-text') return plainText(sanitised(fields[name] ?? '')) === '';
    return ['text', 'person', 'people'].includes(widget) ? (fields[name] ?? '').trim() === '' : true;
  });

interface Kept {
  id: string;
  revision: number;
  placed: boolean;
  fields: Record<string, string>;
}

const keptSql = `
  select id, revision, ticket_id is not null as placed, fields from drafts
  where person_id = :personId and (id = :batch
    or (ticket_id = :ticketId and action = :action and target = :target))
  order by (ticket_id is not null) desc for update`;

/** The same text has gone already: a saving that arrives late does not bring it back. */
const wasSent = async (trx: Transaction, { ticketId, personId }: DraftPlace, batch: string, message: string) =>
  (
    await rows<{ messageText: string | null }>(
      trx,
      'select message_text from ticket_events where batch = :batch and ticket_id = :ticketId and actor_id = :personId',
      { batch, ticketId, personId },
    )
  ).some(({ messageText }) => (messageText ?? '') === plainText(sanitised(message)));

/**
 * Keeps what was typed. `revision` is that of the draft which the form has shown: another window that has saved since
 * is not overwritten. To save again what is kept already changes nothing for the others: a page that is drawn anew while
 * it saves is not another window.
 */
export const saveDraft = (
  db: Db,
  place: DraftPlace,
  {
    batch,
    revision,
    fields,
    declared,
    version,
    now,
  }: { batch: string; revision: number; fields: Record<string, string>; declared: Fields; version: string; now: Date },
): Promise<Saving> =>
  db.transaction(async (trx): Promise<Saving> => {
    if (await wasSent(trx, place, batch, fields.message ?? '')) return { kind: 'sent' };
    const found = await rows<Kept>(trx, keptSql, { ...place, batch });
    const kept = found.find(({ placed }) => placed) ?? found[0];
    const text = { ...fields, version };
    const same = kept?.placed && isDeepStrictEqual(kept.fields, text);
    if (kept?.placed && !same && kept.revision !== revision) return { kind: 'elsewhere' };
    const id = kept?.id ?? batch;
    if (isEmpty(fields, declared) && (await draftFiles(trx, id, place.personId)).length === 0) {
      await trx('drafts').where({ id, personId: place.personId }).delete();
      return { kind: 'saved', id, revision: 0 };
    }
    const next = (kept?.placed ? kept.revision : 0) + (same ? 0 : 1);
    const written = {
      ...place,
      fields: JSON.stringify(text),
      revision: next,
      updatedAt: now,
    };
    const made = kept
      ? await trx('drafts').where({ id, personId: place.personId }).update(written)
      : (
          (await trx('drafts')
            .insert({ id, ...written })
            .onConflict()
            .ignore()
            .returning('id')) as unknown[]
        ).length;
    return made === 0 ? { kind: 'elsewhere' } : { kind: 'saved', id, revision: next };
  });

/** « Abandonner le brouillon » : the text and its files. */
export async function discardDraft(db: Db, filesDir: string, place: DraftPlace): Promise<void> {
  const { ticketId, personId, action, target } = place;
  const found: { id: string }[] = await db('drafts').where({ ticketId, personId, action, target }).select('id');
  for (const { id } of found) {
    for (const file of await draftFiles(db, id, personId))
      await removeFromDraft(db, filesDir, { fileId: file.id, draftId: id, personId });
    await db('drafts').where({ id, personId }).delete();
  }
}

/** The draft of this person for an action that is not offered now. */
export async function draftOf(db: Db, { ticket, standing, target }: Situation, action: string): Promise<Draft | null> {
  const [found] = await rows<Draft>(
    db,
    `select id, fields, revision, updated_at as saved_at from drafts
     where ticket_id = :ticket and person_id = :person and action = :action and target = :target`,
    { ticket: ticket.id, person: standing.personId, action, target: String(target?.id ?? '') },
  );
  return found ?? null;
}

/** The text of a draft, for a page where its form is not offered any more. */
export const textOfDraft = (draft: Draft | null): string | null => {
  const html = sanitised(draft?.fields.message ?? '');
  return plainText(html) === '' ? null : html;
};
