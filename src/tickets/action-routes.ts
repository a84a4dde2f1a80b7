import type { Request, Response } from 'express';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { identify } from '../people/identify.ts';
import { interruptedBody } from '../people/interrupted.ts';
import type { Person } from '../people/person.ts';
import { signedIn } from '../people/signed-in.ts';
import { flash } from '../web/flash.ts';
import { ownPath } from '../web/own-path.ts';
import { translatorOf } from '../web/page.ts';
import { searchPressed } from '../web/person-fields.ts';
import { routes } from '../web/routes.ts';
import { received, receiveFiles, refuseTooMany, uploadFault } from '../web/uploads.ts';
import type { TicketAction } from './actions/define.ts';
import { actionNamed, offeredActions } from './actions/index.ts';
import { keepInDraft } from './attachments.ts';
import { pageTools, parseTicketId, type TicketDeps, ticketNotFound, visibleSituation } from './opened.ts';
import { actionPage, notOfferedPage } from './pages.ts';
import { type ActionResult, performAction } from './perform.ts';
import { withTarget } from './target.ts';
import { actionPageModel, notOfferedPageModel } from './ticket-page.ts';
import { mayOpen } from './visibility.ts';
import { draftOf, textOfDraft } from './writing/drafts.ts';

const actionParams = z.object({ id: z.number(), action: z.string() });

/** What the form of every action carries besides its fields. */
const envelope = z.object({ version: z.coerce.number().int().positive(), batch: z.uuid() });

/** A button of a menu sends nothing: what it does depends on no version, and may be done twice. */
const atOnce = () => ({ success: true as const, data: { version: null, batch: newId() } });

const textTyped = (body: unknown) => {
  const { message } = (body ?? {}) as { message?: unknown };
  return typeof message === 'string' && message.trim() !== '' ? message : null;
};

/** With the entry or the file that the action concerns, named by the address. */
export const situationFor = async (deps: TicketDeps, req: Request, res: Response, name: string) =>
  withTarget(deps.db, await visibleSituation(deps, req, res), actionNamed(name), req.query.on);

/** What the link had chosen already. A text is never taken from an address, which anyone may write. */
const chosen = (action: TicketAction | undefined, query: Request['query']) => {
  const choices = Object.entries(action?.fields ?? {}).filter(([, field]) => field.widget === 'select');
  const found = choices.flatMap(([name]) => (typeof query[name] === 'string' ? [[name, query[name]]] : []));
  return found.length === 0 ? undefined : Object.fromEntries(found);
};

export async function showForm(deps: TicketDeps, req: Request, res: Response) {
  const { action: name } = actionParams.parse({ ...req.params, id: parseTicketId(req.params) });
  const situation = await situationFor(deps, req, res, name);
  const action = offeredActions(situation).find((candidate) => candidate.name === name);
  if (action?.opens) return res.redirect(303, action.opens(situation.ticket.id));
  const tools = pageTools(deps, res);
  const body = interruptedBody(req, res);
  if (action === undefined) {
    const model = await notOfferedPageModel(tools, situation, actionNamed(name), {
      since: null,
      kept: textTyped(body) ?? textOfDraft(await draftOf(deps.db, situation, name)),
    });
    return notOfferedPage(res, model, actionNamed(name) === undefined ? 404 : 409);
  }
  actionPage(
    res,
    await actionPageModel(
      tools,
      action,
      situation,
      body === undefined ? { chosen: chosen(action, req.query) } : { body },
    ),
  );
}

async function perform(deps: TicketDeps, req: Request, res: Response) {
  const { id, action } = actionParams.parse({ ...req.params, id: parseTicketId(req.params) });
  const person = signedIn(res);
  const sent = actionNamed(action)?.personal ? atOnce() : envelope.safeParse(req.body);
  if (!sent.success) return res.redirect(303, req.originalUrl);
  const { version, batch } = sent.data;
  const now = deps.now();
  const uploads = received(req);
  const kept = await keepInDraft(deps.db, deps.files, { draftId: batch, personId: person.id, uploads, now });
  if (!kept) refuseTooMany(res);
  if (uploadFault(res) !== undefined) return comeBack(deps, req, res, { action, batch });
  const fields = actionNamed(action)?.fields ?? {};
  if (searchPressed(fields, req.body) !== null) return comeBack(deps, req, res, { action, batch });
  const t = translatorOf(res);
  const result = await performAction(deps.db, {
    ticketId: id,
    action,
    actor: person,
    body: req.body,
    version,
    batch,
    now,
    on: req.query.on,
    t,
    timeZone: deps.timeZone,
    identified: await identify(deps.people, fields, req.body, person),
  });
  return answer(deps, req, res, result, { version, batch, action });
}

/** The form again: with the reason at the field of the files, or the people that were looked for. What was typed is kept. */
export async function comeBack(
  deps: TicketDeps,
  req: Request,
  res: Response,
  { action, batch, fault = uploadFault(res) }: { action: string; batch: string; fault?: string | undefined },
) {
  const situation = await situationFor(deps, req, res, action);
  const wanted = offeredActions(situation).find((candidate) => candidate.name === action);
  if (wanted === undefined) throw ticketNotFound(situation.ticket.id);
  const errors = fault === undefined ? {} : { files: fault };
  actionPage(
    res,
    await actionPageModel(pageTools(deps, res), wanted, situation, { body: req.body, batch, errors }),
    fault === undefined ? 200 : 422,
  );
}

type Done = Extract<ActionResult, { kind: 'done' }>;

/** Where the button of a menu was pressed. */
const cameFrom = ({ publicUrl }: TicketDeps, req: Request, { action, situation }: Done) =>
  action.personal && mayOpen(situation.ticket, situation.standing)
    ? ownPath((req.body as { returnTo?: unknown } | undefined)?.returnTo, publicUrl)
    : null;

/** The page of the ticket; the dashboard when it is not his any more, or awaits nothing of a manager who prefers it so. */
function pageAfterwards({ showsEndedTickets }: Person, { situation: { ticket, standing }, settles }: Done) {
  if (!mayOpen(ticket, standing)) return '/tickets';
  return settles && standing.manages && !showsEndedTickets ? '/tickets' : `/tickets/${ticket.id}`;
}

async function answer(
  deps: TicketDeps,
  req: Request,
  res: Response,
  result: ActionResult,
  { version, batch, action }: { version: number | null; batch: string; action: string },
) {
  const tools = pageTools(deps, res);
  switch (result.kind) {
    case 'not-found':
      throw ticketNotFound(parseTicketId(req.params));
    case 'done': {
      const { ticket } = result.situation;
      if (result.action.opens) return res.redirect(303, result.action.opens(ticket.id));
      flash(req, { tone: 'ok', text: tools.t(result.action.done, { id: ticket.id }) });
      for (const { text, values } of result.warnings) flash(req, { tone: 'warn', text: tools.t(text, values) });
      return res.redirect(303, cameFrom(deps, req, result) ?? pageAfterwards(signedIn(res), result));
    }
    case 'invalid':
      return actionPage(
        res,
        await actionPageModel(tools, result.action, result.situation, { body: req.body, batch, errors: result.errors }),
        422,
      );
    case 'stale':
      return actionPage(
        res,
        await actionPageModel(tools, result.action, result.situation, { body: req.body, batch, since: version ?? 0 }),
        409,
      );
    case 'not-offered': {
      const wanted = { since: version, kept: textTyped(req.body) };
      return notOfferedPage(res, await notOfferedPageModel(tools, result.situation, actionNamed(action), wanted), 409);
    }
  }
}

export function actionRoutes(deps: TicketDeps) {
  const router = routes('signed-in');
  router.get('/tickets/:id/actions/:action', (req, res) => showForm(deps, req, res));
  router.post('/tickets/:id/actions/:action', receiveFiles(deps.files.incoming, deps.files), (req, res) =>
    perform(deps, req, res),
  );
  return router;
}
