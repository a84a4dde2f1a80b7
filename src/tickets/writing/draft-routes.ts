import type { Request, Response } from 'express';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { signedIn } from '../../people/signed-in.ts';
import { wantsJson } from '../../web/error-pages.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import { sanitised } from '../../web/rich-text.ts';
import { routes } from '../../web/routes.ts';
import { received, receiveFiles, refuseTooMany, uploadFault } from '../../web/uploads.ts';
import { comeBack, showForm, situationFor } from '../action-routes.ts';
import { actionNamed } from '../actions/index.ts';
import { askedFields } from '../asked-fields.ts';
import { draftFiles, draftFileView, keepInDraft, removeFromDraft } from '../attachments.ts';
import { actionPath } from '../menus.ts';
import { type TicketDeps, ticketNotFound } from '../opened.ts';
import type { Situation } from '../situation.ts';
import { cannedResponse } from './canned-responses.ts';
import { type DraftPlace, discardDraft, longestDraft, type Saving, saveDraft, tooLong, typedIn } from './drafts.ts';

/** What the form carries besides its fields, and its buttons. */
const envelope = z.object({
  batch: z.uuid().catch(() => newId()),
  revision: z.coerce.number().int().catch(0),
  version: z.string().max(20).catch(''),
  remove: z.uuid().optional().catch(undefined),
  discard: z.string().optional().catch(undefined),
  insert: z.string().optional().catch(undefined),
  canned: z.coerce.number().int().positive().max(2_147_483_647).optional().catch(undefined),
});

const elsewhere =
  'Ce brouillon a été modifié dans une autre fenêtre : ce que vous tapez ici n’est plus enregistré, mais reste dans cette page et peut être envoyé.';

interface Keeping {
  situation: Situation;
  place: DraftPlace;
  form: z.infer<typeof envelope>;
}

/** The response chosen by « Insérer », after what was typed. */
async function withCanned(
  { db }: TicketDeps,
  res: Response,
  { situation, form }: Keeping,
  fields: Record<string, string>,
) {
  if (form.insert === undefined || form.canned === undefined) return fields;
  const html = await cannedResponse(db, situation, form.canned, signedIn(res).displayName);
  if (html === null) throw ticketNotFound(situation.ticket.id);
  return { ...fields, message: sanitised(`${fields.message ?? ''}${html}`) };
}

async function save(deps: TicketDeps, req: Request, res: Response, keeping: Keeping): Promise<Saving | 'too-long'> {
  const { situation, place, form } = keeping;
  const declared = askedFields(actionNamed(place.action)?.fields ?? {}, situation);
  const fields = await withCanned(deps, res, keeping, typedIn(declared, req.body));
  if (JSON.stringify(fields).length > longestDraft) return 'too-long';
  return saveDraft(deps.db, place, { ...form, fields, declared, now: deps.now() });
}

/** The files go in the draft first: it is kept for them, though nothing was typed. */
async function keepFiles(deps: TicketDeps, req: Request, res: Response, { place, form }: Keeping) {
  const { personId } = place;
  const uploads = received(req);
  const kept = await keepInDraft(deps.db, deps.files, { draftId: form.batch, personId, uploads, now: deps.now() });
  if (!kept) refuseTooMany(res);
  if (form.remove !== undefined)
    await removeFromDraft(deps.db, deps.files.dir, { fileId: form.remove, draftId: form.batch, personId });
}

const faultOf = (res: Response, saving: Saving | 'too-long') => {
  if (saving === 'too-long') return tooLong;
  return saving.kind === 'elsewhere' ? elsewhere : uploadFault(res);
};

async function answerScript({ db }: TicketDeps, res: Response, { place, form }: Keeping, saving: Saving | 'too-long') {
  const t = translatorOf(res);
  const fault = faultOf(res, saving);
  const saved = saving !== 'too-long' && saving.kind === 'saved' ? saving : null;
  const files = await draftFiles(db, saved?.id ?? form.batch, place.personId);
  const status = saved === null && fault !== undefined ? 409 : fault === undefined ? 200 : 422;
  res.status(status).json({
    files: files.map(draftFileView),
    ...(saved === null ? {} : { batch: saved.id, revision: saved.revision }),
    ...(fault === undefined ? {} : { error: t(fault) }),
  });
}

async function keepDraft(deps: TicketDeps, req: Request, res: Response) {
  const name = String(req.params.action);
  const situation = await situationFor(deps, req, res, name);
  const action = actionNamed(name);
  if (action === undefined || action.personal) throw ticketNotFound(situation.ticket.id);
  const target = situation.target?.id;
  const place = {
    ticketId: situation.ticket.id,
    personId: signedIn(res).id,
    action: name,
    target: String(target ?? ''),
  };
  const form = envelope.parse(req.body ?? {});
  const path = actionPath(place.ticketId, name, target);
  if (form.discard !== undefined) {
    await discardDraft(deps.db, deps.files.dir, place);
    flash(req, { tone: 'ok', text: translatorOf(res)('Le brouillon est abandonné.') });
    return res.redirect(303, path);
  }
  const keeping = { situation, place, form };
  await keepFiles(deps, req, res, keeping);
  const saving = await save(deps, req, res, keeping);
  if (wantsJson(req)) return answerScript(deps, res, keeping, saving);
  const fault = faultOf(res, saving);
  if (fault !== undefined) return comeBack(deps, req, res, { action: name, batch: form.batch, fault });
  if (form.insert === undefined && form.remove === undefined)
    flash(req, {
      tone: 'ok',
      text: translatorOf(res)('Le brouillon est enregistré : vous pouvez quitter cette page.'),
    });
  res.redirect(303, path);
}

export function draftRoutes(deps: TicketDeps) {
  const router = routes('signed-in');
  // where one comes back after signing in again
  router.get('/tickets/:id/actions/:action/draft', (req, res) => showForm(deps, req, res));
  router.post('/tickets/:id/actions/:action/draft', receiveFiles(deps.files.incoming, deps.files), (req, res) =>
    keepDraft(deps, req, res),
  );
  return router;
}
