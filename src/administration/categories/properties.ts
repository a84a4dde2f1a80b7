import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../../db/connection.ts';
import { interruptedBody } from '../../people/interrupted.ts';
import type { Person } from '../../people/person.ts';
import { signedIn } from '../../people/signed-in.ts';
import { administered } from '../../services/administered.ts';
import type { Since } from '../../services/since.ts';
import { type Errors, parseFields, type RenderedField, renderFields } from '../../web/fields.ts';
import { flash } from '../../web/flash.ts';
import { page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { type ServicePage, servicePage } from '../service-tabs.ts';
import { type Category, categoryOf, placeOf } from './category.ts';
import { inheritedBy, withInherited } from './inherited.ts';
import { fieldsOf, formOf, merged, type OwnInput, rowOf, settle } from './settings.ts';

interface CategoryPage extends ServicePage {
  category: Category;
  /** Confidential by what is above it. */
  confidentialAbove: boolean;
  link: string;
  fields: readonly RenderedField[];
  version: number;
  since: readonly Since[];
  /** The ticket type as the requester would find it; null until it is asked for. */
  preview: TicketType | null;
}

interface TicketType {
  subject: string;
  messageHtml: string;
}

const categoryPage = page<CategoryPage>('services/categories/properties');
const envelope = z.object({ version: z.coerce.number().int().positive(), press: z.string().optional() });

interface Shown {
  body?: unknown;
  errors?: Errors;
  since?: readonly Since[];
  version?: number;
  preview?: TicketType;
}

interface Deps {
  db: Db;
  now: () => Date;
  publicUrl: string;
}

/** The frame of the pages of a category, for any manager of its service. */
export const categoryFrame = async (db: Db, req: Request, res: Response, person: Person) => {
  const at = placeOf(req);
  const frame = await servicePage(db, translatorOf(res), { person, id: at.service, tab: '/categories' });
  return { ...frame, category: await categoryOf(db, at) };
};

async function show({ db, publicUrl }: Deps, req: Request, res: Response, shown: Shown, status = 200) {
  const t = translatorOf(res);
  const frame = await categoryFrame(db, req, res, signedIn(res));
  const { id } = frame.category;
  const [row, above] = [await rowOf(db, id), await inheritedBy(db, id)];
  const errors = shown.errors ?? {};
  const fields = renderFields(await fieldsOf(db, frame.category), { body: shown.body ?? formOf(row), errors });
  categoryPage(
    res,
    {
      ...frame,
      title: t('Catégorie {{label}} du service {{service}}', {
        label: frame.category.label,
        service: frame.service.label,
      }),
      confidentialAbove: above.confidential,
      link: new URL(`/tickets/new/${id}`, publicUrl).href,
      fields: withInherited(fields, above, t),
      version: shown.version ?? row.version,
      since: shown.since ?? [],
      preview: shown.preview ?? null,
      errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
    },
    status,
  );
}

/** « Aperçu »: nothing is stored; what is left empty is inherited. */
async function showPreview(deps: Deps, req: Request, res: Response, version: number) {
  const at = placeOf(req);
  await administered(deps.db, signedIn(res), at.service, 'manage-categories');
  const category = await categoryOf(deps.db, at);
  const parsed = parseFields(await fieldsOf(deps.db, category), req.body);
  const shown = { body: req.body, version };
  if (!parsed.ok) return show(deps, req, res, { ...shown, errors: parsed.errors }, 422);
  const above = await inheritedBy(deps.db, category.id);
  const { subjectTemplate: subject, messageTemplate: message } = parsed.input as OwnInput;
  const preview = { subject: subject || above.subjectTemplate, messageHtml: message?.html || above.messageTemplate };
  await show(deps, req, res, { ...shown, preview });
}

async function change(deps: Deps, req: Request, res: Response) {
  const sent = envelope.safeParse(req.body);
  if (!sent.success) return res.redirect(303, req.originalUrl);
  const at = placeOf(req);
  const { version, press } = sent.data;
  if (press === 'preview') return showPreview(deps, req, res, version);
  const result = await settle(deps.db, { person: signedIn(res), at, version, body: req.body, now: deps.now() });
  if (result.kind === 'invalid') return show(deps, req, res, { body: req.body, errors: result.errors, version }, 422);
  if (result.kind === 'stale') {
    const { form, ...others } = await merged(
      deps.db,
      { id: at.category, serviceId: at.service },
      version,
      req.body as Record<string, string>,
    );
    return show(deps, req, res, { body: form, ...others }, 409);
  }
  const text = result.changed === 0 ? 'Rien n’a changé.' : 'Les propriétés de la catégorie sont modifiées.';
  flash(req, { tone: 'ok', text: translatorOf(res)(text) });
  res.redirect(303, req.originalUrl);
}

/** The page of a category: read by every manager of its service, changed by who has the privilege. */
export function categoryPropertyRoutes(deps: Deps) {
  const router = routes('staff');
  router.get('/services/:id/categories/:category', (req, res) => {
    const body = interruptedBody(req, res);
    return show(deps, req, res, body === undefined ? {} : { body });
  });
  router.post('/services/:id/categories/:category', (req, res) => change(deps, req, res));
  return router;
}
