import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../../../db/connection.ts';
import { signedIn } from '../../../people/signed-in.ts';
import { NotFound } from '../../../web/errors.ts';
import { type Errors, parseFields, type RenderedField, renderFields } from '../../../web/fields.ts';
import { flash } from '../../../web/flash.ts';
import { type PageModel, page, translatorOf } from '../../../web/page.ts';
import { routes } from '../../../web/routes.ts';
import type { TicketDeps } from '../../opened.ts';
import { askedFilter } from '../asked.ts';
import { addressOf } from '../changes.ts';
import { type Filter, filterQuery, fromStart, modes } from '../filter.ts';
import { involvementWords, modeWords } from '../words.ts';
import { forgetDefault, keepAsDefault } from './default-view.ts';
import { sharedValue, sharingChoices, viewFields, viewInput } from './form.ts';
import { addView, changeView, deleteView, moveView, type SavedView, savedView, savedViews } from './saved-views.ts';

const here = '/tickets/views';

interface ListPage extends PageModel {
  views: readonly (SavedView & { href: string; modeWord: string; first: boolean; last: boolean })[];
}
interface FormPage extends PageModel {
  action: string;
  fields: readonly RenderedField[];
  /** What it lists, as an address. */
  href: string;
  lists: string;
  /** Kept by the form of a new one. */
  query: string | null;
}
const listPage = page<ListPage>('tickets/views/index');
const formPage = page<FormPage>('tickets/views/form');
const deletePage = page<PageModel & { id: number; name: string; service: string | null }>('tickets/views/delete');

const params = z.object({ view: z.coerce.number().int().positive().max(2_147_483_647) });

async function found(db: Db, req: Request, res: Response): Promise<SavedView> {
  const parsed = params.safeParse(req.params);
  const view = parsed.success ? await savedView(db, signedIn(res), parsed.data.view) : null;
  if (view === null) throw new NotFound('Cette vue n’existe pas, ou n’est pas pour vous.');
  return view;
}

/** The list that a form names: read like any address, never followed. */
const named = (res: Response, said: unknown): Filter =>
  fromStart(askedFilter(typeof said === 'string' ? said.slice(0, 1000) : '', signedIn(res)));

interface Showing {
  view: SavedView | null;
  filter: Filter;
  body?: unknown;
  errors?: Errors;
}

async function show(db: Db, res: Response, { view, filter, body, errors = {} }: Showing, status = 200) {
  const t = translatorOf(res);
  const choices = await sharingChoices(db, signedIn(res), t);
  const start = view === null ? {} : { name: view.name, shared: sharedValue(view) };
  const model: FormPage = {
    title: t(view === null ? 'Enregistrer la vue' : 'Modifier la vue'),
    current: 'tickets',
    errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
    fields: renderFields(viewFields, { ...(body === undefined ? {} : { body }), start, choices, errors }),
    action: view === null ? here : `${here}/${view.id}`,
    href: addressOf(filter),
    lists: `${t(modeWords[filter.mode])}, ${t(involvementWords[filter.involvement])}`,
    query: view === null ? filterQuery(filter) : null,
  };
  formPage(res, model, status);
}

const readView = async (db: Db, req: Request, res: Response) => {
  const parsed = parseFields(viewFields, req.body, await sharingChoices(db, signedIn(res), translatorOf(res)));
  return parsed.ok ? ({ ok: true, input: viewInput(parsed.input) } as const) : parsed;
};

function formRoutes({ db }: TicketDeps) {
  const router = routes('signed-in');
  router.get(`${here}/new`, async (req, res) =>
    show(db, res, { view: null, filter: fromStart(askedFilter(req.query, signedIn(res))) }),
  );
  router.post(here, async (req, res) => {
    const [person, t, filter] = [signedIn(res), translatorOf(res), named(res, req.body?.query)];
    const read = await readView(db, req, res);
    if (!read.ok) return show(db, res, { view: null, filter, body: req.body, errors: read.errors }, 422);
    const added = await addView(db, person, { ...read.input, mode: filter.mode, query: filterQuery(filter) });
    if (added === null) {
      const errors = { name: t('Vous avez déjà beaucoup de vues : supprimez-en une d’abord.') };
      return show(db, res, { view: null, filter, body: req.body, errors }, 422);
    }
    flash(req, { tone: 'ok', text: t('La vue « {{name}} » est enregistrée.', { name: read.input.name }) });
    res.redirect(303, addressOf(filter));
  });
  router.get(`${here}/:view`, async (req, res) => {
    const view = await found(db, req, res);
    await show(db, res, { view, filter: named(res, view.query) });
  });
  router.post(`${here}/:view`, async (req, res) => {
    const view = await found(db, req, res);
    const read = await readView(db, req, res);
    if (!read.ok)
      return show(db, res, { view, filter: named(res, view.query), body: req.body, errors: read.errors }, 422);
    await changeView(db, signedIn(res), view.id, read.input);
    flash(req, {
      tone: 'ok',
      text: translatorOf(res)('La vue « {{name}} » est enregistrée.', { name: read.input.name }),
    });
    res.redirect(303, here);
  });
  return router;
}

function listRoutes({ db }: TicketDeps) {
  const router = routes('signed-in');
  router.get(here, async (_req, res) => {
    const t = translatorOf(res);
    const views = await savedViews(db, signedIn(res));
    const alike = (one: SavedView, other: SavedView | undefined) =>
      other !== undefined && one.mode === other.mode && one.serviceId === other.serviceId;
    listPage(res, {
      title: t('Vues enregistrées'),
      current: 'tickets',
      views: views.map((view, rank) => ({
        ...view,
        href: `/tickets?${view.query}`,
        modeWord: modeWords[view.mode],
        first: !alike(view, views[rank - 1]),
        last: !alike(view, views[rank + 1]),
      })),
    });
  });
  for (const [name, by] of [
    ['up', -1],
    ['down', 1],
  ] as const)
    router.post(`${here}/:view/${name}`, async (req, res) => {
      const { id } = await found(db, req, res);
      await db.transaction((trx) => moveView(trx, signedIn(res), id, by));
      res.redirect(303, here);
    });
  router.get(`${here}/:view/delete`, async (req, res) => {
    const { id, name, service } = await found(db, req, res);
    deletePage(res, { title: translatorOf(res)('Supprimer la vue'), current: 'tickets', id, name, service });
  });
  router.post(`${here}/:view/delete`, async (req, res) => {
    const { id, name } = await found(db, req, res);
    await deleteView(db, signedIn(res), id);
    flash(req, { tone: 'ok', text: translatorOf(res)('La vue « {{name}} » est supprimée.', { name }) });
    res.redirect(303, here);
  });
  return router;
}

/** Which list the menu opens, by mode. */
function defaultRoutes({ db }: TicketDeps) {
  const router = routes('signed-in');
  router.post(`${here}/:view/default`, async (req, res) => {
    const view = await found(db, req, res);
    const [person, t] = [signedIn(res), translatorOf(res)];
    if (view.isDefault) await forgetDefault(db, person, view.mode);
    else await keepAsDefault(db, person, view.mode, { viewId: view.id });
    const text = view.isDefault
      ? t('La vue « {{name}} » n’est plus celle par défaut.', { name: view.name })
      : t('Le tableau de bord s’ouvrira sur « {{name}} ».', { name: view.name });
    flash(req, { tone: 'ok', text });
    res.redirect(303, here);
  });
  router.post('/tickets/default', async (req, res) => {
    const filter = named(res, req.body?.back);
    await keepAsDefault(db, signedIn(res), filter.mode, { query: filterQuery(filter) });
    flash(req, { tone: 'ok', text: translatorOf(res)('Le tableau de bord s’ouvrira désormais sur cette liste.') });
    res.redirect(303, addressOf(filter));
  });
  router.post('/tickets/default/forget', async (req, res) => {
    const { mode } = z.object({ mode: z.enum(modes).catch('mine') }).parse(req.body);
    await forgetDefault(db, signedIn(res), mode);
    flash(req, { tone: 'ok', text: translatorOf(res)('Le tableau de bord s’ouvrira comme au début.') });
    res.redirect(303, `/tickets?mode=${mode}`);
  });
  return router;
}

/** « Vues enregistrées » : lists under a name, one's own or shared with the managers of a service. */
export const savedViewRoutes = (deps: TicketDeps) => [formRoutes(deps), listRoutes(deps), defaultRoutes(deps)];
