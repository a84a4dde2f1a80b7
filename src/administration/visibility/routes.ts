import type { Request, Response } from 'express';
import { z } from 'zod';
import { signedIn } from '../../people/signed-in.ts';
import {
  currentRules,
  deeds,
  editRules,
  type Version,
  versionOf,
  versions,
} from '../../services/visibility/versions.ts';
import { NotFound } from '../../web/errors.ts';
import { type Errors, type RenderedField, renderFields, shortText } from '../../web/fields.ts';
import { flash } from '../../web/flash.ts';
import { type PageModel, page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import type { Translate } from '../../web/words.ts';
import { type FileDeps, fileRoutes } from './file-routes.ts';
import { here, type VisibilityDeps } from './part-page.ts';
import { partRoutes } from './part-routes.ts';
import { nameable } from './rule-model.ts';
import { type TestAnswer, tested, testQuery } from './test-panel.ts';
import { type Names, type RulesShown, rulesShown } from './words.ts';

interface VersionLine {
  id: number;
  what: string;
  by: string;
  at: Date;
  current: boolean;
}

interface RulesPage extends PageModel, RulesShown {
  mayEdit: boolean;
}

interface VisibilityPage extends RulesPage {
  versions: readonly VersionLine[];
  older: string | null;
  test: { fields: readonly RenderedField[]; answer: TestAnswer | null };
}

const visibilityPage = page<VisibilityPage>('visibility/index');
const versionPage = page<RulesPage & { version: VersionLine }>('visibility/version');

const testFields = {
  person: shortText('Personne', { help: 'Identifiant ou adresse électronique ; laissé vide, vous.' }),
  address: shortText('Depuis l’adresse', { help: 'Par exemple 193.54.10.7 ; laissé vide, une adresse inconnue.' }),
};
const versionsShown = 20;
const listQuery = z.object({ before: z.coerce.number().int().positive().max(2_147_483_647).nullable().catch(null) });

const versionLine = ({ id, done, about, by, at }: Version, last: number, t: Translate): VersionLine => ({
  id,
  what: t(deeds[done].label, { about }),
  by,
  at,
  current: id === last,
});

async function testModel({ db }: VisibilityDeps, req: Request, res: Response, names: Names) {
  const reader = signedIn(res);
  const query = testQuery.parse(req.query);
  const asked = req.query.person !== undefined;
  const result = asked ? await tested(db, query, { reader, names, t: translatorOf(res) }) : null;
  const errors: Errors = result !== null && !result.ok ? result.errors : {};
  const body = asked ? query : { person: '', address: req.ip ?? '' };
  return {
    errors,
    fields: renderFields(testFields, { body, errors }),
    answer: result?.ok ? result.answer : null,
  };
}

async function show(deps: VisibilityDeps, req: Request, res: Response) {
  const t = translatorOf(res);
  const { before } = listQuery.parse(req.query);
  const { rules, number } = await currentRules(deps.db);
  const { names } = await nameable(deps.db, rules.conditions);
  const [found, { errors, ...test }] = await Promise.all([
    versions(deps.db, { limit: versionsShown + 1, before }),
    testModel(deps, req, res, names),
  ]);
  const last = found.length > versionsShown ? found[versionsShown - 1] : undefined;
  const model: VisibilityPage = {
    title: t('Visibilité des services'),
    current: 'administration',
    ...rulesShown(rules, names, t),
    mayEdit: signedIn(res).isAdmin,
    versions: found.slice(0, versionsShown).map((version) => versionLine(version, number, t)),
    older: last === undefined ? null : `${here}?before=${last.id}#versions`,
    test,
    errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
    fields: test.fields,
  };
  visibilityPage(res, model, Object.keys(errors).length > 0 ? 422 : 200);
}

const params = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });

async function version({ db }: VisibilityDeps, req: Request): Promise<Version> {
  const parsed = params.safeParse(req.params);
  const found = parsed.success ? await versionOf(db, parsed.data.id) : null;
  if (found === null) throw new NotFound('Cette version n’existe pas.');
  return found;
}

async function showVersion(deps: VisibilityDeps, req: Request, res: Response) {
  const found = await version(deps, req);
  const t = translatorOf(res);
  const [{ number }, { names }] = await Promise.all([currentRules(deps.db), nameable(deps.db, found.rules.conditions)]);
  versionPage(res, {
    title: t('Version {{id}} de la visibilité des services', { id: found.id }),
    current: 'administration',
    version: versionLine(found, number, t),
    ...rulesShown(found.rules, names, t),
    mayEdit: signedIn(res).isAdmin,
  });
}

async function returnTo(deps: VisibilityDeps, req: Request, res: Response) {
  const found = await version(deps, req);
  const edit = { done: 'returned', about: String(found.id), actorId: signedIn(res).id, at: deps.now() } as const;
  await editRules(deps.db, edit, () => found.rules);
  flash(req, { tone: 'ok', text: translatorOf(res)('Les règles sont celles de la version {{id}}.', { id: found.id }) });
  res.redirect(303, here);
}

/** « Visibilité des services »: the rules, read by managers, edited by administrators; what they show to whom, and why. */
export function visibilityRoutes(deps: FileDeps) {
  const readers = routes('staff');
  readers.get(here, (req, res) => show(deps, req, res));
  readers.get(`${here}/versions/:id`, (req, res) => showVersion(deps, req, res));
  const editors = routes('admin');
  editors.post(`${here}/versions/:id`, (req, res) => returnTo(deps, req, res));
  return [readers, editors, fileRoutes(deps), ...partRoutes(deps)];
}
