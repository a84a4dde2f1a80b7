import type { Request, Response } from 'express';
import { z } from 'zod';
import { containers, iconsOf } from '../../services/icons.ts';
import { installationChanges, type LoggedChange } from '../../services/setting-changes.ts';
import { parseFields, type RenderedField, renderFields } from '../../web/fields.ts';
import { folded } from '../../web/folded.ts';
import { type PageModel, page, translatorOf } from '../../web/page.ts';
import { pictograms } from '../../web/pictograms.ts';
import type { Picture } from '../../web/pictures.ts';
import { routes } from '../../web/routes.ts';
import { defaultFields, setDefaults } from './defaults.ts';
import { addImage, imagesOf } from './images.ts';
import { oneIconRoutes } from './one-icon.ts';
import { allIcons } from './options.ts';
import {
  actOf,
  faultsOf,
  type IconDeps,
  iconsPath,
  nameFields,
  oneImage,
  type Returned,
  type ShownImage,
  statusOf,
  tell,
  withPicture,
} from './pages.ts';
import { receivedImage } from './received-image.ts';
import { iconImageRoutes } from './serve.ts';

interface Shown {
  label: string;
  picture: Picture;
}

interface IconsPage extends PageModel {
  images: readonly ShownImage[];
  themes: readonly { theme: string; drawings: readonly Shown[] }[];
  filter: string;
  defaults: readonly (Shown & { of: string })[];
  fields: readonly RenderedField[];
  changes: readonly LoggedChange[];
}

const iconsPage = page<IconsPage>('administration/icons');
const defaultsPage = page<PageModel & { fields: readonly RenderedField[] }>('administration/icon-defaults');

const logged = [
  'Icône ajoutée',
  'Nom de l’icône',
  'Image de l’icône',
  'Icône supprimée',
  ...Object.values(defaultFields).map(({ label }) => label),
];

const found = (filter: string, t: (text: string) => string) => {
  const words = folded(filter).split(/\s+/).filter(Boolean);
  const holds = (text: string) => words.every((word) => folded(text).includes(word));
  return Object.entries(pictograms)
    .map(([theme, drawings]) => ({
      theme,
      drawings: Object.entries(drawings)
        .filter(([name, label]) => holds(`${name} ${t(label)} ${t(theme)}`))
        .map(([drawing, label]) => ({ label, picture: { drawing } })),
    }))
    .filter(({ drawings }) => drawings.length > 0);
};

const listQuery = z.object({ filter: z.string().trim().max(100).catch('') });

async function show({ db }: IconDeps, req: Request, res: Response, { body, errors = {} }: Returned = {}) {
  const t = translatorOf(res);
  const { filter } = listQuery.parse(req.query);
  const icons = await iconsOf(db);
  const labels = new Map(allIcons(icons).map(({ value, label }) => [value, label]));
  const model = {
    title: t('Icônes'),
    current: 'administration' as const,
    images: (await imagesOf(db)).map(withPicture),
    themes: found(filter, t),
    filter,
    defaults: containers.map((of) => ({
      of: defaultFields[of].label,
      label: labels.get(icons.defaults[of]) ?? icons.defaults[of],
      picture: icons.pictureOf(of),
    })),
    fields: renderFields(nameFields, { ...(body === undefined ? {} : { body }), errors }),
    changes: await installationChanges(db, logged, 10),
    errors: faultsOf(errors),
  };
  iconsPage(res, model, statusOf(errors));
}

async function add(deps: IconDeps, req: Request, res: Response) {
  const parsed = parseFields(nameFields, req.body);
  const sent = await receivedImage(req, res);
  const errors = { ...(parsed.ok ? {} : parsed.errors), ...(sent.ok ? {} : { files: sent.reason }) };
  if (!parsed.ok || !sent.ok) return show(deps, req, res, { body: req.body, errors });
  const done = await addImage(deps.db, { ...sent.image, ...parsed.input }, actOf(deps, res));
  if (!done.ok) return show(deps, req, res, { body: req.body, errors: done.errors });
  tell(req, res, 'L’icône est ajoutée.');
}

async function showDefaults({ db }: IconDeps, res: Response, { body, errors = {} }: Returned = {}) {
  const icons = await iconsOf(db);
  const options = { body: body ?? icons.defaults, choices: { icons: allIcons(icons) }, errors };
  const fields = renderFields(defaultFields, options);
  const title = translatorOf(res)('Icônes par défaut');
  defaultsPage(res, { title, current: 'administration', fields, errors: faultsOf(errors) }, statusOf(errors));
}

async function changeDefaults(deps: IconDeps, req: Request, res: Response) {
  const errors = await setDefaults(deps.db, req.body, actOf(deps, res));
  if (errors !== null) return showDefaults(deps, res, { body: req.body, errors });
  tell(req, res, 'Les icônes par défaut sont modifiées.');
}

/** The icons of services and categories, kept by administrators. */
export function iconRoutes(deps: IconDeps) {
  const router = routes('admin');
  router.get(iconsPath, (req, res) => show(deps, req, res));
  router.post(iconsPath, oneImage(deps), (req, res) => add(deps, req, res));
  router.get(`${iconsPath}/defaults`, (_req, res) => showDefaults(deps, res));
  router.post(`${iconsPath}/defaults`, (req, res) => changeDefaults(deps, req, res));
  return [router, oneIconRoutes(deps), iconImageRoutes(deps)];
}
