import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../../db/connection.ts';
import { signedIn } from '../../people/signed-in.ts';
import { cannedWords, withMeanings } from '../../tickets/writing/canned-responses.ts';
import { NotFound } from '../../web/errors.ts';
import { type Errors, type InputOf, parseFields, type RenderedField, renderFields } from '../../web/fields.ts';
import { flash } from '../../web/flash.ts';
import { type PageModel, page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { cannedFields, familyChoices, familyFrom, familyLabel, sample, unknownReason } from './fields.ts';
import {
  addCanned,
  type CannedResponse,
  cannedResponse,
  cannedResponses,
  changeCanned,
  deleteCanned,
  type Family,
  familyOf,
  moveCanned,
} from './responses.ts';

const here = '/canned-responses';

interface Deps {
  db: Db;
  now: () => Date;
}

interface ListPage extends PageModel {
  families: readonly { label: string; responses: readonly CannedResponse[] }[];
}
interface FormPage extends PageModel {
  id: number | null;
  version: number;
  fields: readonly RenderedField[];
  replaced: readonly string[];
  /** As it would be inserted, with sample values. */
  preview: string | null;
  /** What somebody else made of it meanwhile. */
  meanwhile: { title: string; messageHtml: string } | null;
}
const listPage = page<ListPage>('canned-responses/index');
const formPage = page<FormPage>('canned-responses/form');
const deletePage = page<PageModel & { id: number; name: string }>('canned-responses/delete');

interface Showing {
  id: number | null;
  version: number;
  body?: unknown;
  start?: Partial<Record<string, string>>;
  errors?: Errors;
  preview?: string | null;
  meanwhile?: FormPage['meanwhile'];
}

async function show({ db }: Deps, res: Response, shown: Showing, status = 200) {
  const { id, version, body, start = {}, errors = {}, preview = null, meanwhile = null } = shown;
  const t = translatorOf(res);
  const choices = await familyChoices(db, signedIn(res), t);
  const model: FormPage = {
    title: t(id === null ? 'Ajouter une réponse enregistrée' : 'Modifier une réponse enregistrée'),
    current: 'canned-responses',
    errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
    fields: renderFields(cannedFields, { ...(body === undefined ? {} : { body }), start, choices, errors }),
    id,
    version,
    replaced: cannedWords,
    preview,
    meanwhile,
  };
  formPage(res, model, status);
}

const params = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const envelope = z.object({ version: z.coerce.number().int().positive().catch(1), press: z.string().optional() });
const unknownResponse = () => new NotFound('Cette réponse n’existe pas, ou n’est pas à vous.');

const idOf = (req: Request): number => {
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw unknownResponse();
  return parsed.data.id;
};

async function found({ db }: Deps, req: Request, res: Response): Promise<CannedResponse> {
  const response = await cannedResponse(db, signedIn(res), idOf(req));
  if (response === null) throw unknownResponse();
  return response;
}

type Read = { ok: true; input: InputOf<typeof cannedFields> } | { ok: false; errors: Errors };

async function read({ db }: Deps, req: Request, res: Response): Promise<Read> {
  const t = translatorOf(res);
  const parsed = parseFields(cannedFields, req.body, await familyChoices(db, signedIn(res), t));
  if (!parsed.ok) return parsed;
  const reason = unknownReason(parsed.input.message.html, t);
  return reason === null ? parsed : { ok: false, errors: { message: reason } };
}

async function save(deps: Deps, req: Request, res: Response, before: CannedResponse | null) {
  const { version, press } = envelope.parse(req.body);
  const shown = { id: before?.id ?? null, version, body: req.body };
  const result = await read(deps, req, res);
  if (!result.ok) return show(deps, res, { ...shown, errors: result.errors }, 422);
  const [person, t, at] = [signedIn(res), translatorOf(res), deps.now()];
  const { family, title, message } = result.input;
  if (press === 'preview') return show(deps, res, { ...shown, preview: withMeanings(message.html, sample(person, t)) });
  const input = { family: familyFrom(family), title, messageHtml: message.html };
  if (before === null) await addCanned(deps.db, person, input, at);
  else {
    const done = await changeCanned(deps.db, person, { id: before.id, version, input, at });
    if (done === 'gone') throw unknownResponse();
    if (done === 'stale') return show(deps, res, { ...shown, version: before.version, meanwhile: before }, 409);
  }
  flash(req, { tone: 'ok', text: t('La réponse « {{title}} » est enregistrée.', { title }) });
  res.redirect(303, here);
}

async function list({ db }: Deps, res: Response) {
  const t = translatorOf(res);
  const families = new Map<Family, CannedResponse[]>();
  for (const response of await cannedResponses(db, signedIn(res))) {
    const family = familyOf(response);
    families.set(family, [...(families.get(family) ?? []), response]);
  }
  listPage(res, {
    title: t('Réponses enregistrées'),
    current: 'canned-responses',
    families: [...families].map(([family, responses]) => ({
      label: familyLabel(family, responses[0]?.service ?? null, t),
      responses,
    })),
  });
}

async function remove({ db, now }: Deps, req: Request, res: Response) {
  const title = await deleteCanned(db, signedIn(res), idOf(req), now());
  if (title === null) throw unknownResponse();
  flash(req, { tone: 'ok', text: translatorOf(res)('La réponse « {{title}} » est supprimée.', { title }) });
  res.redirect(303, here);
}

async function move({ db }: Deps, req: Request, res: Response) {
  const by = (req.body as { by?: unknown } | undefined)?.by === 'down' ? 1 : -1;
  const id = idOf(req);
  if (!(await moveCanned(db, signedIn(res), id, by))) throw unknownResponse();
  res.redirect(303, `${here}#response-${id}`);
}

/** « Réponses enregistrées »: one's own, those of the services that one manages, those of all for administrators. */
export function cannedResponseRoutes(deps: Deps) {
  const router = routes('staff');
  router.get(here, (_req, res) => list(deps, res));
  router.get(`${here}/new`, (_req, res) => show(deps, res, { id: null, version: 1 }));
  router.post(`${here}/new`, (req, res) => save(deps, req, res, null));
  router.get(`${here}/:id`, async (req, res) => {
    const response = await found(deps, req, res);
    const start = { family: String(familyOf(response)), title: response.title, message: response.messageHtml };
    await show(deps, res, { id: response.id, version: response.version, start });
  });
  router.post(`${here}/:id`, async (req, res) => save(deps, req, res, await found(deps, req, res)));
  router.get(`${here}/:id/delete`, async (req, res) => {
    const { id, title } = await found(deps, req, res);
    deletePage(res, {
      title: translatorOf(res)('Supprimer une réponse enregistrée'),
      current: 'canned-responses',
      id,
      name: title,
    });
  });
  router.post(`${here}/:id/delete`, (req, res) => remove(deps, req, res));
  router.post(`${here}/:id/move`, (req, res) => move(deps, req, res));
  return router;
}
