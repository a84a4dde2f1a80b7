import { rows, type Transaction } from '../db/connection.ts';
import { plainText, sanitised } from '../web/rich-text.ts';
import type { ActionRequest } from './perform.ts';
import type { Situation } from './situation.ts';

/** What the same form did when it was sent before. */
export const earlierSending = (trx: Transaction, { batch, ticketId, actor }: ActionRequest) =>
  rows<{ messageText: string | null }>(
    trx,
    `select message_text from ticket_events
     where batch = :batch and ticket_id = :ticketId and actor_id is not distinct from :actor`,
    { batch, ticketId, actor: actor?.id ?? null },
  );

/** Sent again by a double click, or from the page that « Précédent » shows; with another text, it is another message. */
export function saysNothingNew(
  body: unknown,
  earlier: readonly { messageText: string | null }[],
  { target }: Situation,
) {
  const { message } = (body ?? {}) as { message?: unknown };
  const typed = typeof message === 'string' ? plainText(sanitised(message)) : '';
  if (typed === '' || earlier.some(({ messageText }) => messageText === typed)) return true;
  return target?.kind === 'entry' && plainText(target.html) === typed;
}
