import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../../db/connection.ts';
import { signedIn } from '../../people/signed-in.ts';
import type { Rule, Rules } from '../../services/visibility/rules.ts';
import {
  currentRules,
  editRules,
  versionOf,
  withoutRule,
  withRule,
  withRuleMoved,
} from '../../services/visibility/versions.ts';
import { NotFound } from '../../web/errors.ts';
import type { Errors } from '../../web/fields.ts';
import { flash } from '../../web/flash.ts';
import { type PageModel, page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { checked, draftFrom, draftOf, emptyDraft, pressed, type RuleDraft } from './rule-draft.ts';
import { nameable, type RuleModel, ruleModel } from './rule-model.ts';
import { type RuleView, ruleView } from './words.ts';

export const here = '/administration/service-visibility';

export interface VisibilityDeps {
  db: Db;
  now: () => Date;
}

interface RulePage extends PageModel {
  id: string;
  isNew: boolean;
  number: number;
  form: RuleModel;
  /** The rule as somebody else has left it meanwhile; `gone` when he has deleted it. */
  meanwhile: { by: string; at: Date; rule: RuleView | null } | null;
}

const rulePage = page<RulePage>('visibility/rule');
const params = z.object({ id: z.uuid() });
const envelope = z.object({ number: z.coerce.number().int().min(0).catch(0) });

const idOf = (req: Request): string => {
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw new NotFound('Cette règle n’existe pas, ou plus.');
  return parsed.data.id;
};

const ruleOf = ({ rules }: Rules, id: string): Rule | undefined => rules.find((rule) => rule.id === id);

interface Showing {
  draft: RuleDraft;
  isNew: boolean;
  number: number;
  errors?: Errors;
  meanwhile?: RulePage['meanwhile'];
}

async function show({ db }: VisibilityDeps, res: Response, shown: Showing, status = 200) {
  const { draft, isNew, number, errors = {}, meanwhile = null } = shown;
  const t = translatorOf(res);
  const form = ruleModel(draft, await nameable(db), { errors, t });
  const model: RulePage = {
    title: t(isNew ? 'Ajouter une règle de visibilité' : 'Modifier une règle de visibilité'),
    current: 'administration',
    errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
    fields: [...form.fields, ...form.groups.flatMap((group) => group.flatMap(({ fields }) => fields))],
    id: draft.id,
    isNew,
    number,
    form,
    meanwhile,
  };
  rulePage(res, model, status);
}

/** What another administrator did of this rule since the form was shown; null when he left it alone. */
async function changedSince(deps: VisibilityDeps, res: Response, id: string, number: number) {
  const { number: now, rules } = await currentRules(deps.db);
  const [shown, last] = await Promise.all([versionOf(deps.db, number), versionOf(deps.db, now)]);
  const [before, after] = [shown && ruleOf(shown.rules, id), ruleOf(rules, id)];
  if (last === null || isDeepStrictEqual(before ?? undefined, after)) return null;
  const { names } = await nameable(deps.db);
  const rule = after === undefined ? null : ruleView(after, names, translatorOf(res));
  return { number: now, meanwhile: { by: last.by, at: last.at, rule } };
}

async function save(deps: VisibilityDeps, req: Request, res: Response, id: string) {
  const { number } = envelope.parse(req.body);
  const draft = draftFrom(id, req.body);
  const isNew =
    number === 0 || (await versionOf(deps.db, number))?.rules.rules.every((rule) => rule.id !== id) === true;
  const after = pressed(draft, req.body);
  if (after !== null) return show(deps, res, { draft: after, isNew, number });
  const result = checked(draft);
  if (!result.ok) return show(deps, res, { draft, isNew, number, errors: result.errors }, 422);
  const since = await changedSince(deps, res, id, number);
  if (since !== null) return show(deps, res, { draft, isNew, ...since }, 409);
  const edit = { about: result.rule.name, actorId: signedIn(res).id, at: deps.now() };
  await editRules(deps.db, { ...edit, done: isNew ? 'added' : 'changed' }, ({ rules }) => withRule(rules, result.rule));
  flash(req, { tone: 'ok', text: translatorOf(res)('La règle est enregistrée. Elle vaut dès maintenant.') });
  res.redirect(303, here);
}

const undo = (res: Response, number: number) => ({
  link: { href: `${here}/versions/${number}`, label: translatorOf(res)('Revenir à la version précédente') },
});

async function remove({ db, now }: VisibilityDeps, req: Request, res: Response) {
  const id = idOf(req);
  const { number, rules } = await currentRules(db);
  const rule = ruleOf(rules, id);
  if (rule === undefined) throw new NotFound('Cette règle n’existe pas, ou plus.');
  const edit = { done: 'deleted', about: rule.name, actorId: signedIn(res).id, at: now() } as const;
  await editRules(db, edit, (current) => withoutRule(current.rules, id));
  const text = translatorOf(res)('La règle « {{name}} » est supprimée.', { name: rule.name });
  flash(req, { tone: 'ok', text, ...undo(res, number) });
  res.redirect(303, here);
}

async function move({ db, now }: VisibilityDeps, req: Request, res: Response) {
  const id = idOf(req);
  const by = (req.body as { by?: unknown } | undefined)?.by === 'down' ? 1 : -1;
  const about = ruleOf((await currentRules(db)).rules, id)?.name ?? '';
  const edit = { done: 'moved', about, actorId: signedIn(res).id, at: now() } as const;
  await editRules(db, edit, ({ rules }) => withRuleMoved(rules, id, by));
  res.redirect(303, `${here}#rule-${id}`);
}

/** Adding, changing, moving and deleting one rule, for administrators. */
export function ruleRoutes(deps: VisibilityDeps) {
  const router = routes('admin');
  router.get(`${here}/rules/new`, async (_req, res) => {
    const { number } = await currentRules(deps.db);
    await show(deps, res, { draft: emptyDraft(randomUUID()), isNew: true, number });
  });
  router.get(`${here}/rules/:id`, async (req, res) => {
    const { number, rules } = await currentRules(deps.db);
    const rule = ruleOf(rules, idOf(req));
    if (rule === undefined) throw new NotFound('Cette règle n’existe pas, ou plus.');
    await show(deps, res, { draft: draftOf(rule), isNew: false, number });
  });
  router.post(`${here}/rules/:id`, (req, res) => save(deps, req, res, idOf(req)));
  router.post(`${here}/rules/:id/delete`, (req, res) => remove(deps, req, res));
  router.post(`${here}/rules/:id/move`, (req, res) => move(deps, req, res));
  return router;
}
