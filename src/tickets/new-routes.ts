import type { Request, Response } from 'express';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { inviteOutsider } from '../people/accounts/invite.ts';
import { type PeopleSources, personBy } from '../people/find.ts';
import { whyNobody } from '../people/identify.ts';
import { interruptedBody } from '../people/interrupted.ts';
import type { Person } from '../people/person.ts';
import { signedIn } from '../people/signed-in.ts';
import type { OpenCategory } from '../services/open-category.ts';
import { type Errors, type InputOf, parseFields } from '../web/fields.ts';
import { flash } from '../web/flash.ts';
import { translatorOf } from '../web/page.ts';
import { searchPressed } from '../web/person-fields.ts';
import { routes } from '../web/routes.ts';
import { receiveFiles, uploadFault } from '../web/uploads.ts';
import type { Translate } from '../web/words.ts';
import { file } from './actions/file.ts';
import { draftFields, draftFiles, draftFileView, removeFromDraft } from './attachments.ts';
import { chooseCategory } from './choose-category.ts';
import { type advancedFields, fileTicket, type onBehalfFields, requestFields } from './file-ticket.ts';
import { comeBack, fieldsFor, keep, keepFiles, openCategory, optionalDraft, showForm } from './filing-form.ts';
import type { TicketDeps } from './opened.ts';
import { situationOf } from './situation.ts';
import { mayOpen } from './visibility.ts';

type Owner = { ok: true; id: number } | { ok: true; outsider: string } | { ok: false; reason: string };

/** The owner of the new ticket: oneself, or the person that a manager of the service names. */
async function ownerOf(
  sources: PeopleSources,
  typed: string | undefined,
  person: Person,
  t: Translate,
): Promise<Owner> {
  if (typed === undefined || typed === '') return { ok: true, id: person.id };
  const found = await personBy(sources, typed, person);
  if (found.kind === 'found') return { ok: true, id: found.id };
  if (found.kind === 'outsider') return { ok: true, outsider: found.mail };
  return { ok: false, reason: whyNobody(typed, found, t) };
}

async function create(deps: TicketDeps, req: Request, res: Response) {
  const person = signedIn(res);
  const category = await openCategory(deps, req.params.category, signedIn(res));
  const draft = await keepFiles(deps, req, res);
  const fields = { ...requestFields, ...fieldsFor(category, person) };
  if (searchPressed(fields, req.body) !== null) return comeBack(deps, req, res, { category, draft });
  const parsed = parseFields(fields, req.body);
  const errors: Errors = parsed.ok ? {} : { ...parsed.errors };
  const fault = uploadFault(res);
  if (fault !== undefined) errors.files = fault;
  const input = (parsed.ok ? parsed.input : {}) as Partial<InputOf<typeof onBehalfFields>>;
  const owner = await ownerOf(deps.people, input.owner, person, translatorOf(res));
  if (!owner.ok) errors.owner = owner.reason;
  if (!parsed.ok || !owner.ok || Object.keys(errors).length > 0) {
    return comeBack(deps, req, res, { category, draft, errors });
  }
  const complete = parsed.input as InputOf<typeof requestFields & typeof advancedFields>;
  // whoever is from outside gets an account, and a link, now that nothing is wrong with the form
  const ownerId =
    'id' in owner ? owner.id : (await deps.db.transaction((trx) => inviteOutsider(trx, owner.outsider, deps.now()))).id;
  const id = await fileTicket(deps.db, {
    category,
    creatorId: person.id,
    input: { ...complete, origin: input.origin ?? 'web', ownerId },
    batch: draft,
    now: deps.now(),
  });
  flash(req, { tone: 'ok', text: translatorOf(res)(file.done) });
  // who files for somebody else in a confidential category may not read what he has just written
  const situation = ownerId === person.id ? null : await situationOf(deps.db, id, person, deps.now());
  const opens = situation === null || mayOpen(situation.ticket, situation.standing);
  res.redirect(303, opens ? `/tickets/${id}` : '/tickets');
}

async function transferFiles(deps: TicketDeps, req: Request, res: Response) {
  const person = signedIn(res);
  const draftId = await keep(deps, req, res);
  const remove = z.uuid().safeParse((req.body as { remove?: unknown } | undefined)?.remove);
  if (remove.success)
    await removeFromDraft(deps.db, deps.files.dir, { fileId: remove.data, draftId, personId: person.id });
  const fault = uploadFault(res);
  if (req.accepts(['html', 'json']) === 'json') {
    const files = await draftFiles(deps.db, draftId, person.id);
    const t = translatorOf(res);
    return res.status(fault === undefined ? 200 : 422).json({
      files: files.map(draftFileView),
      ...(fault === undefined ? {} : { error: t(fault) }),
    });
  }
  const category = await openCategory(deps, (req.body as { category?: unknown } | undefined)?.category, person);
  if (fault !== undefined)
    return showForm(deps, res, { category, draft: draftId, body: req.body, errors: { files: fault } });
  res.redirect(303, `/tickets/new/${category.id}?draft=${draftId}`);
}

async function showNew(deps: TicketDeps, req: Request, res: Response) {
  const category = await openCategory(deps, req.params.category, signedIn(res));
  const { draft } = optionalDraft.parse(req.query);
  const interrupted = interruptedBody(req, res);
  const kept = interrupted ?? (draft === null ? null : await draftFields(deps.db, draft, signedIn(res).id));
  const batch = optionalDraft.parse(interrupted ?? {}).draft ?? draft ?? newId();
  const values =
    kept === null ? undefined : { ...kept, ...templatesWhereEmpty(kept as Record<string, string>, category) };
  await showForm(deps, res, { category, draft: batch, ...(values === undefined ? {} : { body: values }) });
}

/** A text that was typed stays; an empty one takes the template of the category. */
const templatesWhereEmpty = (kept: Record<string, string>, category: OpenCategory) => ({
  ...(kept.subject ? {} : { subject: category.subjectTemplate }),
  ...(kept.message ? {} : { message: category.messageTemplate }),
});

export function newTicketRoutes(deps: TicketDeps) {
  const router = routes('signed-in');
  const withFiles = receiveFiles(deps.files.incoming, deps.files);
  router.get('/tickets/new', (req, res) => chooseCategory(deps, req, res));
  router.post('/tickets/new/category', withFiles, async (req, res) => {
    res.redirect(303, `/tickets/new?draft=${await keep(deps, req, res)}`);
  });
  router.get(['/tickets/new/category', '/tickets/new/files'], (_req, res) => res.redirect(303, '/tickets/new'));
  router.post('/tickets/new/files', withFiles, (req, res) => transferFiles(deps, req, res));
  router.get('/tickets/new/:category', (req, res) => showNew(deps, req, res));
  router.post('/tickets/new/:category', withFiles, (req, res) => create(deps, req, res));
  return router;
}
