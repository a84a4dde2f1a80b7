import type { Errors } from '../web/fields.ts';
import { actionForm, type PageTools, type Returned } from './action-form.ts';
import { comment } from './actions/comment.ts';
import type { TicketAction } from './actions/define.ts';
import { offeredActions } from './actions/index.ts';
import { historyOf, historySince } from './history.ts';
import { actionLink } from './menus.ts';
import type { ActionPage, NotOfferedPage, TicketPage } from './pages.ts';
import type { Situation } from './situation.ts';
import { headerOf, ticketTitle, ticketTop } from './ticket-top.ts';

export async function ticketPageModel(
  tools: PageTools,
  situation: Situation,
  order: 'newest' | 'oldest',
): Promise<TicketPage> {
  const { db, t } = tools;
  return {
    ...ticketTop(situation, 'history', t),
    history: await historyOf(db, situation, { t, order, withLinks: true }),
    order,
    options: null,
    reply: comment.offeredWhen(situation) ? await actionForm(tools, comment, situation) : null,
  };
}

const faults = (errors: Errors = {}) => Object.entries(errors).map(([field, message]) => ({ field, message }));

/** The page of one action. With `since`, the version that the form had shown: what happened meanwhile is told. */
export async function actionPageModel(
  tools: PageTools,
  action: TicketAction,
  situation: Situation,
  { since, ...returned }: Returned & { since?: number } = {},
): Promise<ActionPage> {
  const history = await historyOf(tools.db, situation, { t: tools.t, order: 'newest' });
  const form = await actionForm(tools, action, situation, returned);
  // a draft too was written before what others have done
  const shown = since ?? form.writing.draft.since;
  return {
    title: `${tools.t(action.label)} - ${ticketTitle(situation)}`,
    current: 'tickets',
    errors: faults(returned.errors),
    ticket: headerOf(situation, tools.t),
    form,
    meanwhile: shown === null ? [] : await historySince(tools.db, situation, shown, tools.t),
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
