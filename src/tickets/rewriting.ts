import type { Transaction } from '../db/connection.ts';
import type { Outcome } from './actions/define.ts';
import type { Situation } from './situation.ts';
import { isPublicLike } from './ticket.ts';
import type { Audience } from './visibility.ts';

/** The files that came with an entry, and were for the same people, follow it. */
async function readdressEntry(trx: Transaction, id: number, audience: Audience): Promise<void> {
  await trx.raw(
    `update attachments f set audience = :audience from ticket_events e
     where e.id = :id and f.event_id = e.id and f.audience = e.audience`,
    { id, audience },
  );
  await trx('ticketEvents').where({ id }).update({ audience });
}

/** The former text stays, for the managers of the service. */
async function rewriteEntry(
  trx: Transaction,
  { id, message }: { id: number; message: { html: string; text: string } },
  { standing, now }: Situation,
): Promise<void> {
  await trx.raw(
    `insert into former_texts (event_id, editor_id, replaced_at, audience, message_html)
     select id, :editor, :now, audience, message_html from ticket_events where id = :id`,
    { id, editor: standing.personId, now },
  );
  await trx('ticketEvents')
    .where({ id })
    .update({ messageHtml: message.html, messageText: message.text, editedAt: now });
}

/** The content goes once the transaction has succeeded: the worker takes it off the disk. */
async function removeFile(trx: Transaction, id: string, now: Date): Promise<void> {
  await trx('attachments').where({ id }).update({ deletedAt: now });
  await trx.raw("select graphile_worker.add_job('remove-file', payload := :payload::json)", {
    payload: JSON.stringify({ fileId: id }),
  });
}

/** What an outcome changes in the entries and files that are already there. */
export async function rewrite(
  trx: Transaction,
  { entry, file, removedFile }: Outcome,
  situation: Situation,
): Promise<void> {
  if (entry?.message) await rewriteEntry(trx, { id: entry.id, message: entry.message }, situation);
  if (entry) await readdressEntry(trx, entry.id, entry.audience);
  if (file) await trx('attachments').where({ id: file.id }).update({ audience: file.audience });
  if (removedFile) await removeFile(trx, removedFile, situation.now);
}

/** A ticket that is no longer open to all keeps nothing for all, files included; opened again, what was said stays between its people. */
export async function narrow(trx: Transaction, before: Situation, { ticket }: Situation): Promise<void> {
  if (!isPublicLike(before.ticket) || isPublicLike(ticket)) return;
  for (const table of ['ticketEvents', 'attachments']) {
    await trx(table).where({ ticketId: ticket.id, audience: 'everyone' }).update({ audience: 'managers-owner-guests' });
  }
}
