import type { Request, Response } from 'express';
import { z } from 'zod';
import { signedIn } from '../../people/signed-in.ts';
import { wantsJson } from '../../web/error-pages.ts';
import { NotFound } from '../../web/errors.ts';
import { flash } from '../../web/flash.ts';
import { sanitised } from '../../web/rich-text.ts';
import { routes } from '../../web/routes.ts';
import { receiveFiles, uploadFault } from '../../web/uploads.ts';
import { draftFiles, draftFileView, removeFromDraft } from '../attachments.ts';
import type { TicketDeps } from '../opened.ts';
import { tooLong } from '../writing/drafts.ts';
import { keepText } from './draft.ts';
import { cannedText } from './facts.ts';
import { forgetDraft } from './files.ts';
import { confirm, confirmAddress, keepFiles, type Order, orderIn, showForm } from './routes.ts';

const number = z.coerce.number().int().positive().max(2_147_483_647);

/** The buttons of the form besides its own. */
const pressed = z.object({
  remove: z.uuid().optional().catch(undefined),
  discard: z.string().optional().catch(undefined),
  insert: z.string().optional().catch(undefined),
  canned: number.optional().catch(undefined),
});

async function offered({ db }: TicketDeps, res: Response, id: number | null): Promise<string> {
  const html = id === null ? null : await cannedText(db, signedIn(res), id);
  if (html === null) throw new NotFound('Cette réponse enregistrée n’existe pas, ou n’est pas pour ce service.');
  return html;
}

/** The response chosen by « Insérer », after what was typed. */
async function withCanned(deps: TicketDeps, req: Request, res: Response, id: number) {
  const html = await offered(deps, res, id);
  const { message } = req.body as { message?: unknown };
  return { ...req.body, message: sanitised(`${typeof message === 'string' ? message : ''}${html}`) };
}

async function abandon({ db, files }: TicketDeps, req: Request, res: Response, order: Order) {
  await forgetDraft(db, files.dir, { draftId: order.batch, personId: signedIn(res).id });
  flash(req, { tone: 'ok', text: order.t('Le brouillon est abandonné.') });
  res.redirect(303, confirmAddress(order));
}

async function keepDraft(deps: TicketDeps, req: Request, res: Response) {
  const { db, files, now } = deps;
  const order = orderIn(res, req.body);
  const { remove, discard, insert, canned } = pressed.parse(req.body ?? {});
  if (discard !== undefined) return abandon(deps, req, res, order);
  const place = { draftId: order.batch, personId: signedIn(res).id };
  await keepFiles(deps, req, res, order);
  if (remove !== undefined) await removeFromDraft(db, files.dir, { ...place, fileId: remove });
  const inserts = insert !== undefined && canned !== undefined;
  const body = inserts ? await withCanned(deps, req, res, canned) : req.body;
  const kept = await keepText(db, files.dir, place, { ...order, body, now: now() });
  const fault = kept === 'too-long' ? tooLong : uploadFault(res);
  if (wantsJson(req))
    return res.status(fault === undefined ? 200 : 422).json({
      files: (await draftFiles(db, place.draftId, place.personId)).map(draftFileView),
      ...(fault === undefined ? {} : { error: order.t(fault) }),
    });
  if (fault !== undefined) return confirm(deps, req, res, order, { body, errors: { files: fault } });
  const text = order.t('Le brouillon est enregistré : vous pouvez quitter cette page.');
  if (insert === undefined && remove === undefined) flash(req, { tone: 'ok', text });
  res.redirect(303, confirmAddress(order));
}

/** What accompanies who writes about several tickets: a draft, files, canned responses. */
export function bulkDraftRoutes(deps: TicketDeps) {
  const router = routes('signed-in');
  // where one comes back after signing in again
  router.get('/tickets/bulk/draft', showForm(deps));
  router.post('/tickets/bulk/draft', receiveFiles(deps.files.incoming, deps.files), (req, res) =>
    keepDraft(deps, req, res),
  );
  router.get('/tickets/bulk/canned-responses/:response', async (req, res) => {
    const id = number.safeParse(req.params.response);
    res.json({ html: await offered(deps, res, id.data ?? null) });
  });
  return router;
}
