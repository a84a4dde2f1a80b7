import type { Request, Response } from 'express';
import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { peopleShown } from '../people/people-shown-in-fields.ts';
import type { Person } from '../people/person.ts';
import { signedIn } from '../people/signed-in.ts';
import { type OpenCategory, selectOpenCategory } from '../services/open-category.ts';
import { NotFound } from '../web/errors.ts';
import { type Errors, type Fields, renderFields } from '../web/fields.ts';
import { translatorOf } from '../web/page.ts';
import { peopleText } from '../web/person-fields.ts';
import { received, refuseTooMany } from '../web/uploads.ts';
import { draftFiles, draftFileView, keepInDraft, openDraft } from './attachments.ts';
import { advancedFields, onBehalfFields, requestFields } from './file-ticket.ts';
import type { TicketDeps } from './opened.ts';
import { newTicketPage } from './pages.ts';
import { filingReaders } from './writing/filing-readers.ts';

export const optionalDraft = z.object({ draft: z.uuid().nullable().catch(null) });
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

export const fieldsFor = ({ serviceId }: OpenCategory, { manages }: Person): Fields => ({
  ...advancedFields,
  ...(manages.includes(serviceId) ? onBehalfFields : {}),
});

interface Showing {
  category: OpenCategory;
  draft: string;
  body?: unknown;
  errors?: Errors;
}

export async function showForm(deps: TicketDeps, res: Response, { category, draft, body, errors = {} }: Showing) {
  const person = signedIn(res);
  const t = translatorOf(res);
  const advanced = fieldsFor(category, person);
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

/** The draft that a form of creation names, with the files that came with it. */
export async function keepFiles(deps: TicketDeps, req: Request, res: Response): Promise<string> {
  const draftId = optionalDraft.parse(req.body ?? {}).draft ?? newId();
  const uploads = received(req);
  const kept = await keepInDraft(deps.db, deps.files, {
    draftId,
    personId: signedIn(res).id,
    uploads,
    now: deps.now(),
  });
  if (!kept) refuseTooMany(res);
  return draftId;
}

const keepTyped = ({ db, now }: TicketDeps, req: Request, res: Response, draftId: string) =>
  openDraft(db, { draftId, personId: signedIn(res).id, now: now(), fields: typed(req.body) });

/** Receives what a form of creation carries, files included, in the draft that it names. */
export async function keep(deps: TicketDeps, req: Request, res: Response): Promise<string> {
  const draftId = await keepFiles(deps, req, res);
  await keepTyped(deps, req, res, draftId);
  return draftId;
}

/** A form that is not filed yet: what was typed is kept before it is shown again. */
export async function comeBack(
  deps: TicketDeps,
  req: Request,
  res: Response,
  { draft, ...shown }: Omit<Showing, 'body'>,
) {
  await keepTyped(deps, req, res, draft);
  await showForm(deps, res, { draft, body: req.body, ...shown });
}
