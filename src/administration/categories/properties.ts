import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { signedIn } from '../../people/signed-in.ts';
import { administered } from '../../services/administered.ts';
import { selectOpenCategory } from '../../services/open-category.ts';
import { type Fields, type InputOf, parseFields } from '../../web/fields.ts';
import { page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { type ServicePage, servicePage } from '../service-tabs.ts';
import {
  changeSettings,
  type SettingsPage,
  type SettingsPart,
  type Shown,
  settingsPart,
  showSettings,
} from '../settings/answer.ts';
import type { categoryFields } from '../settings/fields.ts';
import { merged, rowOf } from '../settings/settle.ts';
import { type Category, categoryOf, placeOf } from './category.ts';
import { inheritedBy, withInherited } from './inherited.ts';
import { categoryForm, categorySubject, settleCategory } from './settings.ts';

interface CategoryPage extends ServicePage, SettingsPart {
  category: Category;
  /** Confidential by what is above it. */
  confidentialAbove: boolean;
  link: string;
  /** Whether the link leads somewhere, for everybody or at least for the reader. */
  open: boolean;
  /** The ticket type as the requester would find it; null until it is asked for. */
  preview: TicketType | null;
  errors: SettingsPart['errors'];
  fields: SettingsPart['fields'];
}

interface TicketType {
  subject: string;
  messageHtml: string;
}

const categoryPage = page<CategoryPage>('services/categories/properties');

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

interface CategoryShown extends Shown {
  preview?: TicketType;
}

const isOpen = async (db: Db, id: number, { shown }: Person) =>
  (await selectOpenCategory(db, id, null)) !== null || (await selectOpenCategory(db, id, shown ?? null)) !== null;

async function show({ db, publicUrl }: Deps, req: Request, res: Response, shown: CategoryShown, status = 200) {
  const t = translatorOf(res);
  const frame = await categoryFrame(db, req, res, signedIn(res));
  const { category, service } = frame;
  const form = await categoryForm(db, category.id);
  const above = await inheritedBy(db, category.id);
  const part = settingsPart(form, await rowOf(db, categorySubject(category), form.fields), shown);
  const words = { label: category.label, service: service.label };
  const model = {
    title: t('Catégorie {{label}} du service {{service}}', words),
    confidentialAbove: above.confidential,
    link: new URL(`/tickets/new/${category.id}`, publicUrl).href,
    open: await isOpen(db, category.id, signedIn(res)),
    fields: withInherited(part.fields, above, t),
    preview: shown.preview ?? null,
  };
  categoryPage(res, { ...frame, ...part, ...model }, status);
}

const asked = z.object({ press: z.literal('preview'), version: z.coerce.number().int().positive() });

/** « Aperçu »: nothing is stored; what is left empty is inherited. */
async function showPreview(deps: Deps, version: number, req: Request, res: Response) {
  const at = placeOf(req);
  await administered(deps.db, signedIn(res), at.service, 'manage-categories');
  const { id } = await categoryOf(deps.db, at);
  const form = await categoryForm(deps.db, id);
  const parsed = parseFields(form.fields, req.body, form.choices);
  const shown = { body: req.body, version };
  if (!parsed.ok) return show(deps, req, res, { ...shown, errors: parsed.errors }, 422);
  const above = await inheritedBy(deps.db, id);
  const { subjectTemplate: subject, messageTemplate: message } = parsed.input as InputOf<typeof categoryFields>;
  const preview = { subject: subject || above.subjectTemplate, messageHtml: message?.html || above.messageTemplate };
  await show(deps, req, res, { ...shown, preview });
}

const settingsOf = (deps: Deps): SettingsPage<Fields> => ({
  show: (req, res, shown, status) => show(deps, req, res, shown, status),
  settle: (req, request) => settleCategory(deps.db, placeOf(req), request),
  merged: async (req, sent) => {
    const category = await categoryOf(deps.db, placeOf(req));
    return merged(deps.db, categorySubject(category), await categoryForm(deps.db, category.id), sent);
  },
  done: 'Les propriétés de la catégorie sont modifiées.',
});

/** The page of a category: read by every manager of its service, changed by who has the privilege. */
export function categoryPropertyRoutes(deps: Deps) {
  const router = routes('staff');
  const settings = settingsOf(deps);
  router.get('/services/:id/categories/:category', (req, res) => showSettings(settings, req, res));
  router.post('/services/:id/categories/:category', (req, res) => {
    const preview = asked.safeParse(req.body);
    return preview.success
      ? showPreview(deps, preview.data.version, req, res)
      : changeSettings(settings, deps.now(), req, res);
  });
  return router;
}
