import { rows, type Transaction } from '../db/connection.ts';
import { plainText, readRichText } from '../web/rich-text.ts';
import { actionNamed } from './actions/index.ts';
import type { ActionRequest } from './perform.ts';
import type { Situation } from './situation.ts';
import { type Audience, audienceWords } from './visibility.ts';

// what is not an audience is refused further on: none has been sent for it
const known = (audience: unknown): Audience | null =>
  typeof audience === 'string' && Object.hasOwn(audienceWords, audience) ? (audience as Audience) : null;

const typedIn = (body: unknown) => {
  const { message, audience } = (body ?? {}) as { message?: unknown; audience?: unknown };
  return {
    text: typeof message === 'string' ? readRichText(message).text : '',
    audience: audience === undefined || audience === '' ? 'managers-owner-guests' : known(audience),
  };
};

/** As long as one may still be looking at the page that « Précédent » has drawn anew. */
const lately = 5 * 60_000;

/**
 * What the same form did when it was sent before. A form drawn anew around the same text, which somebody sends again
 * though nothing else happened on the ticket, is the same form.
 */
export const earlierSending = (trx: Transaction, { batch, ticketId, actor, action, body, now }: ActionRequest) =>
  rows<{ messageText: string | null }>(
    trx,
    `select message_text from ticket_events
     where ticket_id = :ticketId and actor_id is not distinct from :actor and (batch = :batch
       or (:text <> '' and message_text = :text and audience = :audience and action = :action and at > :since
         and id = (select max(id) from ticket_events where ticket_id = :ticketId)
         and not exists (select 1 from attachments where draft_id = :batch)))`,
    {
      ...{ batch, ticketId },
      // a name that no action has may hold what no text may
      action: actionNamed(action)?.name ?? '',
      ...typedIn(body),
      actor: actor?.id ?? null,
      since: new Date(now.getTime() - lately),
    },
  );

/** Sent again by a double click, or from the page that « Précédent » shows; with another text, it is another message. */
export function saysNothingNew(
  body: unknown,
  earlier: readonly { messageText: string | null }[],
  { target }: Situation,
) {
  const { text } = typedIn(body);
  if (text === '' || earlier.some(({ messageText }) => messageText === text)) return true;
  return target?.kind === 'entry' && plainText(target.html) === text;
}
