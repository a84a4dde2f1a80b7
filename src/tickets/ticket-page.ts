import { randomUUID } from 'node:crypto';
import type { Db } from '../db/connection.ts';
import type { PeopleSources } from '../people/find.ts';
import { peopleShown } from '../people/people-shown-in-fields.ts';
import type { Person } from '../people/person.ts';
import { type Errors, renderFields } from '../web/fields.ts';
import type { Translate } from '../web/words.ts';
import { comment } from './actions/comment.ts';
import type { TicketAction } from './actions/define.ts';
import { offeredActions } from './actions/index.ts';
import { askedFields } from './asked-fields.ts';
import { draftFiles, draftFileView } from './attachments.ts';
import { choicesFor } from './choices.ts';
import type { FileLimits } from './files-shown.ts';
import { historyOf, historySince } from './history.ts';
import { actionLink, actionPath } from './menus.ts';
import type { ActionForm, ActionPage, NotOfferedPage, TicketPage } from './pages.ts';
import type { Situation } from './situation.ts';
import { headerOf, ticketTitle, ticketTop } from './ticket-top.ts';

export interface PageTools {
  db: Db;
  t: Translate;
  fileLimits: FileLimits;
  people: PeopleSources;
  reader: Person;
}

/** What came with a form that could not be sent: nothing of it is lost. */
export interface Returned {
  body?: unknown;
  errors?: Errors;
  batch?: string;
}

/** The form of an action, as its page and the reply box draw it. */
async function actionForm(
  { db, t, fileLimits, people: sources, reader }: PageTools,
  action: TicketAction,
  situation: Situation,
  { body, errors, batch = randomUUID() }: Returned = {},
): Promise<ActionForm> {
  const asked = askedFields(action.fields, situation);
  const choices = await choicesFor(db, asked, situation, t);
  const people = await peopleShown(sources, { fields: asked, body, seeker: reader, t });
  const personId = situation.standing.personId;
  const kept = body === undefined || personId === null ? [] : await draftFiles(db, batch, personId);
  return {
    name: action.name,
    title: action.label,
    consequence: action.consequence ?? null,
    button: action.button,
    action: actionPath(situation.ticket.id, action.name, situation.target?.id),
    version: situation.ticket.version,
    batch,
    fields: renderFields(asked, {
      body,
      start: action.startsWith?.(situation) ?? {},
      choices,
      people,
      ...(errors === undefined ? {} : { errors }),
    }),
    acceptsFiles: action.acceptsFiles,
    fileLimits,
    files: kept.map(draftFileView),
  };
}

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
  return {
    title: `${tools.t(action.label)} - ${ticketTitle(situation)}`,
    current: 'tickets',
    errors: faults(returned.errors),
    ticket: headerOf(situation, tools.t),
    form: await actionForm(tools, action, situation, returned),
    meanwhile: since === undefined ? [] : await historySince(tools.db, situation, since, tools.t),
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
