import { type Db, rows } from '../db/connection.ts';
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
    typed: typeof message === 'string' ? readRichText(message).text : '',
    typedFor: audience === undefined || audience === '' ? 'managers-owner-guests' : known(audience),
  };
};

/** As long as one may still be looking at the page that « Précédent » has drawn anew. */
export const lately = 5 * 60_000;

// a form drawn anew around the same text, which somebody sends again though nothing else happened on the ticket, is the same form
/** The texts of what the same form did on `:ticket` when it was sent before, for {@link sendingOf}. */
export const earlierSql = `
  select same.message_text from ticket_events same
  where same.batch = :batch and same.ticket_id = :ticket and same.actor_id is not distinct from :actor
  union all
  select latest.message_text from (
    select e.actor_id, e.action, e.audience, e.at, e.message_text from ticket_events e
    where e.ticket_id = :ticket order by e.id desc limit 1) latest
  where :typed <> '' and latest.message_text = :typed and latest.actor_id is not distinct from :actor
    and latest.audience = :typedFor and latest.action = :action and latest.at > :since
    and not exists (select 1 from attachments waiting where waiting.draft_id = :batch)`;

export const sendingOf = ({ batch, actor, action, body, now }: ActionRequest) => ({
  batch,
  ...typedIn(body),
  actor: actor?.id ?? null,
  // a name that no action has may hold what no text may
  action: actionNamed(action)?.name ?? '',
  since: new Date(now.getTime() - lately),
});

export type Sending = ReturnType<typeof sendingOf>;

export async function earlierSending(db: Db, request: ActionRequest): Promise<readonly (string | null)[]> {
  const bindings = { ...sendingOf(request), ticket: request.ticketId };
  return (await rows<{ messageText: string | null }>(db, earlierSql, bindings)).map(({ messageText }) => messageText);
}

/** Sent again by a double click, or from the page that « Précédent » shows; with another text, it is another message. */
export function saysNothingNew(body: unknown, earlier: readonly (string | null)[], { target }: Situation) {
  const { typed } = typedIn(body);
  if (typed === '' || earlier.includes(typed)) return true;
  return target?.kind === 'entry' && plainText(target.html) === typed;
}
