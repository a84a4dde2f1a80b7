import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../../db/connection.ts';
import { usersOf } from '../../services/visibility/nesting.ts';
import type { Rules } from '../../services/visibility/rules.ts';
import { type Current, currentRules, type Fault, versionOf } from '../../services/visibility/versions.ts';
import { NotFound } from '../../web/errors.ts';
import type { Errors } from '../../web/fields.ts';
import { type PageModel, page, translatorOf } from '../../web/page.ts';
import type { Part } from './parts.ts';
import { fieldAt, type RuleDraft } from './rule-draft.ts';
import { nameable, type RuleModel, ruleModel } from './rule-model.ts';
import type { RuleView } from './words.ts';

export const here = '/administration/service-visibility';

export interface VisibilityDeps {
  db: Db;
  now: () => Date;
}

/** One thing of the rules, and where they are kept. */
export interface Editing<T> {
  deps: VisibilityDeps;
  part: Part<T>;
}

interface PartPage extends PageModel {
  part: Part<unknown>['name'];
  address: string;
  isNew: boolean;
  number: number;
  form: RuleModel;
  /** Of a named condition, what uses it. */
  users: readonly string[];
  /** As somebody else has left it meanwhile; `rule` is null when he has deleted it. */
  meanwhile: { by: string; at: Date; rule: RuleView | null } | null;
}

export interface Shown {
  draft: RuleDraft;
  isNew: boolean;
  number: number;
  errors?: Errors;
  meanwhile?: PartPage['meanwhile'];
}

const partPage = page<PartPage>('visibility/rule');
const params = z.object({ id: z.uuid() });
/** What is shown by default has no number of its own: there is one. */
const single = '00000000-0000-4000-8000-000000000000';

export function idOf<T>({ part }: Editing<T>, req: Request): string {
  if (part.name === 'otherwise') return single;
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw new NotFound(part.words.absent.label);
  return parsed.data.id;
}

export function foundIn<T>({ part }: Editing<T>, rules: Rules, id: string): T {
  const found = part.find(rules, id);
  if (found === undefined) throw new NotFound(part.words.absent.label);
  return found;
}

export const everything = ({ rules, conditions }: Rules) => [...rules, ...conditions];

export async function showPart<T>({ deps, part }: Editing<T>, res: Response, shown: Shown, status = 200) {
  const { draft, isNew, number, errors = {}, meanwhile = null } = shown;
  const t = translatorOf(res);
  const { rules } = await currentRules(deps.db);
  const { conditions, ...others } = await nameable(deps.db, rules.conditions);
  const apart = { ...others, conditions: conditions.filter(({ value }) => value !== draft.id) };
  const form = ruleModel(draft, apart, { errors, t });
  const model: PartPage = {
    title: t(isNew ? part.words.adding.label : part.words.title.label),
    current: 'administration',
    errors: Object.entries(errors).map(([field, message]) => ({ field, message })),
    fields: [...form.fields, ...form.groups.flatMap((group) => group.flatMap(({ fields }) => fields))],
    part: part.name,
    address: part.name === 'otherwise' ? `${here}/otherwise` : `${here}/${part.name}/${draft.id}`,
    isNew,
    number,
    form,
    users: usersOf(everything(rules), draft.id),
    meanwhile,
  };
  partPage(res, model, status);
}

/** What another administrator has left of it since the form was shown. */
export async function leftMeanwhile<T>(
  { deps, part }: Editing<T>,
  res: Response,
  { number, rules }: Current,
  id: string,
) {
  const [last, { names }] = await Promise.all([versionOf(deps.db, number), nameable(deps.db, rules.conditions)]);
  const left = part.find(rules, id);
  const rule = left === undefined ? null : part.view(left, names, translatorOf(res));
  return { number, meanwhile: last && { by: last.by, at: last.at, rule } };
}

/** Of the faults of the whole, those of what is edited, beside its fields; the others beside its name. */
export function faultsOf(draft: RuleDraft, faults: readonly Fault[], written: Rules): Errors {
  const errors: Record<string, string> = {};
  for (const { path, message } of faults) {
    const [family, rank, ...inside] = path;
    const item = family === 'rules' || family === 'conditions' ? written[family][Number(rank)] : undefined;
    errors[item?.id === draft.id && inside.length > 0 ? fieldAt(draft, inside) : 'name'] ??= message;
  }
  return errors;
}
