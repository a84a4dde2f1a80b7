import type { Request, Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../../web/errors.ts';
import { parseFields, type RenderedField, renderFields } from '../../web/fields.ts';
import { type PageModel, page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { type Done, deleteImage, type ImageLine, imagesOf, renameImage, replaceImage } from './images.ts';
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

const iconPage = page<PageModel & { image: ShownImage; fields: readonly RenderedField[] }>('administration/icon');

const params = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });

async function imageAt({ db }: IconDeps, req: Request): Promise<ImageLine> {
  const { id } = params.catch({ id: 0 }).parse(req.params);
  const image = (await imagesOf(db)).find((one) => one.id === id);
  if (image === undefined) throw new NotFound('Cette icône n’existe pas, ou n’existe plus.');
  return image;
}

async function showOne(deps: IconDeps, req: Request, res: Response, { body, errors = {} }: Returned = {}) {
  const image = withPicture(await imageAt(deps, req));
  const t = translatorOf(res);
  const fields = renderFields(nameFields, { body: body ?? { name: image.name }, errors });
  const title = t('Icône {{name}}', { name: image.name });
  iconPage(res, { title, current: 'administration', image, fields, errors: faultsOf(errors) }, statusOf(errors));
}

const acts: Record<
  'rename' | 'replace' | 'delete',
  { done: string; act(deps: IconDeps, id: number, req: Request, res: Response): Promise<Done> }
> = {
  rename: {
    done: 'L’icône est renommée.',
    act: async (deps, id, req, res) => {
      const parsed = parseFields(nameFields, req.body);
      return parsed.ok ? renameImage(deps.db, { id, ...parsed.input }, actOf(deps, res)) : parsed;
    },
  },
  replace: {
    done: 'L’image de l’icône est remplacée.',
    act: async (deps, id, req, res) => {
      const sent = await receivedImage(req, res);
      if (!sent.ok) return { ok: false, errors: { files: sent.reason } };
      return replaceImage(deps.db, { id, ...sent.image }, actOf(deps, res));
    },
  },
  delete: { done: 'L’icône est supprimée.', act: (deps, id, _req, res) => deleteImage(deps.db, id, actOf(deps, res)) },
};

async function perform(deps: IconDeps, name: keyof typeof acts, req: Request, res: Response) {
  const { id } = await imageAt(deps, req);
  const result = await acts[name].act(deps, id, req, res);
  if (!result.ok)
    return showOne(deps, req, res, { errors: result.errors, ...(name === 'rename' ? { body: req.body } : {}) });
  tell(req, res, acts[name].done);
}

/** One image: its name, what it shows, its end. */
export function oneIconRoutes(deps: IconDeps) {
  const router = routes('admin');
  const path = `${iconsPath}/:id`;
  router.get(path, (req, res) => showOne(deps, req, res));
  for (const name of Object.keys(acts) as (keyof typeof acts)[]) {
    router.get(`${path}/${name}`, (req, res) => res.redirect(303, `${iconsPath}/${params.parse(req.params).id}`));
    const files = name === 'replace' ? [oneImage(deps)] : [];
    router.post(`${path}/${name}`, ...files, (req, res) => perform(deps, name, req, res));
  }
  return router;
}
