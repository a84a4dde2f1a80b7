import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { inviteOutsider } from '../people/accounts/invite.ts';
import { type PeopleSources, personBy } from '../people/find.ts';
import { showsFilingHelp } from '../people/habits.ts';
import { whyNobody } from '../people/identify.ts';
import { interruptedBody } from '../people/interrupted.ts';
import { peopleShown } from '../people/people-shown-in-fields.ts';
import type { Person } from '../people/person.ts';
import { signedIn } from '../people/signed-in.ts';
import { creationTree, managesService, type OpenCategory, selectOpenCategory } from '../services/categories.ts';
import { iconsOf } from '../services/icons.ts';
import { NotFound } from '../web/errors.ts';
import { type Errors, type Fields, type InputOf, parseFields, renderFields } from '../web/fields.ts';
import { flash } from '../web/flash.ts';
import { translatorOf } from '../web/page.ts';
import { peopleText, searchPressed } from '../web/person-fields.ts';
import { routes } from '../web/routes.ts';
import { received, receiveFiles, refuseTooMany, uploadFault } from '../web/uploads.ts';
import type { Translate } from '../web/words.ts';
import { file } from './actions/file.ts';
import { draftFields, draftFiles, draftFileView, keepInDraft, openDraft, removeFromDraft } from './attachments.ts';
import { categoryNodes, foundCategories } from './category-choice.ts';
import { advancedFields, fileTicket, onBehalfFields, requestFields } from './file-ticket.ts';
import type { TicketDeps } from './opened.ts';
import { chooseCategoryPage, newTicketPage } from './pages.ts';
import { situationOf } from './situation.ts';
import { mayOpen } from './visibility.ts';
import { filingReaders } from './writing/filing-readers.ts';

const optionalDraft = z.object({ draft: z.uuid().nullable().catch(null) });
const typedNames = [...Object.keys(requestFields), ...Object.keys(advancedFields), ...Object.keys(onBehalfFields)];

/** What was typed, and nothing else of the body. */
const typed = (body: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...(body ?? {}), owner: peopleText(body, 'owner', 'person') }).filter(
      (entry): entry is [string, string] => typedNames.includes(entry[0]) && typeof entry[1] === 'string',
    ),
  );

export const openCategory = async ({ db }: TicketDeps, id: unknown, { shown, kind }: Person): Promise<OpenCategory> => {
  const parsed = z.coerce.number().int().positive().max(2_147_483_647).safeParse(id);
  const category = parsed.success
    ? await selectOpenCategory(db, parsed.data, shown ?? null, { outsider: kind === 'external' })
    : null;
  if (category === null)
    throw new NotFound('Cette catégorie n’existe pas, ou n’accepte pas de ticket. Choisissez-en une autre.');
  return category;
};

const fieldsFor = async ({ db }: TicketDeps, category: OpenCategory, personId: number): Promise<Fields> => ({
  ...advancedFields,
  ...((await managesService(db, category.serviceId, personId)) ? onBehalfFields : {}),
});

interface Showing {
  category: OpenCategory;
  draft: string;
  body?: unknown;
  errors?: Errors;
}

async function showForm(deps: TicketDeps, res: Response, { category, draft, body, errors = {} }: Showing) {
  const person = signedIn(res);
  const t = translatorOf(res);
  const advanced = await fieldsFor(deps, category, person.id);
  const values = body ?? { subject: category.subjectTemplate, message: category.messageTemplate };
  const files = await draftFiles(deps.db, draft, person.id);
  const advancedFaults = Object.keys(advanced).some((name) => errors[name] !== undefined);
  const readers = await filingReaders(deps.db, category, { person, visibility: typed(body).visibility, t });
  const people = await peopleShown(deps.people, { fields: advanced, body, seeker: person, t });
  const searched = Object.values(people).some((shown) => shown.searched !== null);
  newTicketPage(
    res,
    {
      title: t('Créer un ticket : création du ticket (étape 2/2)'),
      errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
      category: { id: category.id, label: category.label, help: category.help },
      draft,
      action: `/tickets/new/${category.id}`,
      fields: renderFields(requestFields, { body: values, errors }),
      advanced: renderFields(advanced, { body: body === undefined ? undefined : body, errors, people }),
      advancedOpen: searched || advancedFaults || Object.keys(advanced).some((name) => Boolean(typed(body)[name])),
      files: files.map(draftFileView),
      fileLimits: deps.files,
      readers,
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  );
}

/** Receives what a form of creation carries, files included, in the draft that it names. */
async function keep(deps: TicketDeps, req: Request, res: Response): Promise<string> {
  const person = signedIn(res);
  const draftId = optionalDraft.parse(req.body ?? {}).draft ?? randomUUID();
  const now = deps.now();
  await openDraft(deps.db, { draftId, personId: person.id, now, fields: typed(req.body) });
  const uploads = received(req);
  const kept = await keepInDraft(deps.db, deps.files, { draftId, personId: person.id, uploads, now });
  if (!kept) refuseTooMany(res);
  return draftId;
}

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
  const draft = await keep(deps, req, res);
  const fields = { ...requestFields, ...(await fieldsFor(deps, category, person.id)) };
  if (searchPressed(fields, req.body) !== null) return showForm(deps, res, { category, draft, body: req.body });
  const parsed = parseFields(fields, req.body);
  const errors: Errors = parsed.ok ? {} : { ...parsed.errors };
  const fault = uploadFault(res);
  if (fault !== undefined) errors.files = fault;
  const input = (parsed.ok ? parsed.input : {}) as Partial<InputOf<typeof onBehalfFields>>;
  const owner = await ownerOf(deps.people, input.owner, person, translatorOf(res));
  if (!owner.ok) errors.owner = owner.reason;
  if (!parsed.ok || !owner.ok || Object.keys(errors).length > 0) {
    return showForm(deps, res, { category, draft, body: req.body, errors });
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

async function chooseCategory({ db }: TicketDeps, req: Request, res: Response) {
  const filter = typeof req.query.filter === 'string' ? req.query.filter.trim().slice(0, 100) : '';
  const { draft } = optionalDraft.parse(req.query);
  const { id, shown: shownTo = null, kind } = signedIn(res);
  const [tree, icons, showsHelp] = await Promise.all([
    creationTree(db, shownTo, { outsider: kind === 'external' }),
    iconsOf(db),
    showsFilingHelp(db, id),
  ]);
  chooseCategoryPage(res, {
    title: translatorOf(res)('Créer un ticket : sélectionner une catégorie (étape 1/2)'),
    filter,
    draft,
    showsHelp,
    tree: categoryNodes(tree, icons, draft),
    found: filter === '' ? null : foundCategories(tree, icons, { filter, draft }),
  });
}

async function showNew(deps: TicketDeps, req: Request, res: Response) {
  const category = await openCategory(deps, req.params.category, signedIn(res));
  const { draft } = optionalDraft.parse(req.query);
  const interrupted = interruptedBody(req, res);
  const kept = interrupted ?? (draft === null ? null : await draftFields(deps.db, draft, signedIn(res).id));
  const batch = optionalDraft.parse(interrupted ?? {}).draft ?? draft ?? randomUUID();
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
