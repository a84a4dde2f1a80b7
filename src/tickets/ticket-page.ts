import type { Errors } from '../web/fields.ts';
import { actionForm, type PageTools, type Returned } from './action-form.ts';
import { comment } from './actions/comment.ts';
import type { TicketAction } from './actions/define.ts';
import { offeredActions } from './actions/index.ts';
import { entriesOf, happenedSince, historyOf, historySince } from './history.ts';
import { actionLink } from './menus.ts';
import { pageFacts } from './page-facts.ts';
import type { ActionPage, NotOfferedPage, TicketPage } from './pages.ts';
import { markRead } from './reading.ts';
import type { Situation } from './situation.ts';
import { headerOf, ticketTitle, ticketTop } from './ticket-top.ts';

/** The page of a ticket, which is then read. */
export async function ticketPageModel(
  tools: PageTools,
  situation: Situation,
  order: 'newest' | 'oldest',
): Promise<TicketPage> {
  const top = { ...ticketTop(situation, 'history', tools.t), order, options: null };
  return { ...top, ...(await (comment.offeredWhen(situation) ? withReply : withoutReply)(tools, situation, order)) };
}

type Read = Pick<TicketPage, 'history' | 'reply'>;

async function withReply(tools: PageTools, situation: Situation, order: TicketPage['order']): Promise<Read> {
  const { facts, events } = await pageFacts(tools.db, situation, { action: comment.name, marks: true });
  const entries = entriesOf(events, situation, { t: tools.t, withLinks: true });
  const history = order === 'newest' ? entries : entries.toReversed();
  return { history, reply: await actionForm(tools, comment, situation, {}, facts) };
}

async function withoutReply({ db, t }: PageTools, situation: Situation, order: TicketPage['order']): Promise<Read> {
  const [history] = await Promise.all([
    historyOf(db, situation, { t, order, withLinks: true }),
    markRead(db, situation),
  ]);
  return { history, reply: null };
}

const faults = (errors: Errors = {}) => Object.entries(errors).map(([field, message]) => ({ field, message }));

/** The page of one action. With `since`, the version that the form had shown: what happened meanwhile is told. */
export async function actionPageModel(
  tools: PageTools,
  action: TicketAction,
  situation: Situation,
  { since, ...returned }: Returned & { since?: number } = {},
): Promise<ActionPage> {
  const { facts, events } = await pageFacts(tools.db, situation, {
    action: action.name,
    batch: returned.batch ?? null,
  });
  const history = entriesOf(events, situation, { t: tools.t, withLinks: false });
  const form = await actionForm(tools, action, situation, returned, facts);
  // a draft too was written before what others have done
  const shown = since ?? form.writing.draft.since;
  return {
    title: `${tools.t(action.label)} - ${ticketTitle(situation)}`,
    current: 'tickets',
    errors: faults(returned.errors),
    ticket: headerOf(situation, tools.t),
    form,
    meanwhile: shown === null ? [] : happenedSince(history, situation, shown),
    lastMessage: history.find((entry) => entry.message !== null) ?? null,
  };
}

export async function notOfferedPageModel(
  { db, t }: PageTools,
  situation: Situation,
  wanted: TicketAction | undefined,
  { since, kept }: { since: number | null; kept: string | null },
): Promise<NotOfferedPage> {
  return {
    title: ticketTitle(situation),
    current: 'tickets',
    ticket: headerOf(situation, t),
    wanted: t(wanted?.label ?? 'Action inconnue'),
    kept,
    meanwhile: since === null ? [] : await historySince(db, situation, since, t),
    possible: offeredActions(situation)
      .filter((action) => !action.personal && !action.concerns)
      .map((action) => actionLink(action, situation.ticket.id, t)),
  };
}
