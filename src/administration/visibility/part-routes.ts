import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { signedIn } from '../../people/signed-in.ts';
import { usersOf } from '../../services/visibility/nesting.ts';
import { noRules, type Rules } from '../../services/visibility/rules.ts';
import {
  type Current,
  currentRules,
  editRules,
  type Fault,
  versionOf,
  withRuleMoved,
} from '../../services/visibility/versions.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { pressed } from './draft-presses.ts';
import {
  type Editing,
  everything,
  faultsOf,
  foundIn,
  here,
  idOf,
  leftMeanwhile,
  showPart,
  type VisibilityDeps,
} from './part-page.ts';
import { conditionPart, otherwisePart, rulePart } from './parts.ts';
import { draftFrom, emptyDraft } from './rule-draft.ts';

const envelope = z.object({ number: z.coerce.number().int().min(0).max(2_147_483_647).catch(0) });

/** The version that the form was drawn from, and its rules. */
async function shownTo({ db }: VisibilityDeps, req: Request): Promise<Current> {
  const { number } = envelope.parse(req.body ?? {});
  return { number, rules: (await versionOf(db, number))?.rules ?? noRules };
}

interface Written {
  done: boolean;
  faults: readonly Fault[];
  rules: Rules;
  /** What holds, when somebody changed the same thing since the form was shown. */
  since: Current | null;
}

/** Writes, under the lock, unless somebody changed the same thing meanwhile. */
async function write<T>(
  { deps, part }: Editing<T>,
  { id, shown }: { id: string; shown: Rules },
  edit: Omit<Parameters<typeof editRules>[1], 'at'>,
  change: (rules: Rules) => Rules,
): Promise<Written> {
  const outcome: Pick<Written, 'rules' | 'since'> = { rules: shown, since: null };
  const result = await editRules(deps.db, { ...edit, at: deps.now() }, (current) => {
    outcome.rules = change(current.rules);
    if (isDeepStrictEqual(part.find(shown, id), part.find(current.rules, id))) return outcome.rules;
    outcome.since = current;
    return null;
  });
  return { ...result, ...outcome };
}

async function save<T>(editing: Editing<T>, req: Request, res: Response) {
  const { deps, part } = editing;
  const draft = draftFrom(idOf(editing, req), req.body);
  const { number, rules } = await shownTo(deps, req);
  const isNew = part.find(rules, draft.id) === undefined;
  const after = pressed(draft, req.body);
  if (after !== null) return showPart(editing, res, { draft: after, isNew, number });
  const result = part.checked(draft);
  if (!result.ok) return showPart(editing, res, { draft, isNew, number, errors: result.errors }, 422);
  const edit = { done: part.deeds[isNew ? 'added' : 'changed'], about: draft.name, actorId: signedIn(res).id };
  const put = (all: Rules) => part.put(all, result.written);
  const written = await write(editing, { id: draft.id, shown: rules }, edit, put);
  if (written.since !== null) {
    const since = await leftMeanwhile(editing, res, written.since, draft.id);
    return showPart(editing, res, { draft, isNew, ...since }, 409);
  }
  const errors = faultsOf(draft, written.faults, written.rules);
  if (!written.done) return showPart(editing, res, { draft, isNew, number, errors }, 422);
  flash(req, { tone: 'ok', text: translatorOf(res)(part.words.saved.label) });
  res.redirect(303, here);
}

const without = (all: Rules, id: string): Rules => ({
  ...all,
  rules: all.rules.filter((rule) => rule.id !== id),
  conditions: all.conditions.filter((condition) => condition.id !== id),
});

/** A rule or a named condition; one that is used stays. */
async function remove<T>(editing: Editing<T>, req: Request, res: Response) {
  const { deps, part } = editing;
  const t = translatorOf(res);
  const id = idOf(editing, req);
  const current = await currentRules(deps.db);
  const draft = part.draft(id, foundIn(editing, current.rules, id));
  const drawn = { draft, isNew: false, number: current.number };
  if (usersOf(everything(current.rules), id).length > 0) {
    const name = 'Cette condition sert encore : elle ne peut pas être supprimée.';
    return showPart(editing, res, { ...drawn, errors: { name } }, 422);
  }
  const { rules } = await shownTo(deps, req);
  const edit = { done: part.deeds.deleted, about: draft.name, actorId: signedIn(res).id };
  const { since, faults } = await write(editing, { id, shown: rules }, edit, (all) => without(all, id));
  if (since !== null || faults.length > 0)
    return showPart(editing, res, { ...drawn, ...(await leftMeanwhile(editing, res, since ?? current, id)) }, 409);
  const link = { href: `${here}/versions/${current.number}`, label: t('Revenir à la version précédente') };
  flash(req, { tone: 'ok', text: t('« {{name}} » est supprimée.', { name: draft.name }), link });
  res.redirect(303, here);
}

async function move(editing: Editing<unknown>, req: Request, res: Response) {
  const { db, now } = editing.deps;
  const id = idOf(editing, req);
  const by = (req.body as { by?: unknown } | undefined)?.by === 'down' ? 1 : -1;
  const about = rulePart.find((await currentRules(db)).rules, id)?.name ?? '';
  const edit = { done: 'moved', about, actorId: signedIn(res).id, at: now() } as const;
  await editRules(db, edit, ({ rules }) => withRuleMoved(rules, id, by));
  res.redirect(303, `${here}#rule-${id}`);
}

async function add<T>(editing: Editing<T>, res: Response) {
  const { number } = await currentRules(editing.deps.db);
  await showPart(editing, res, { draft: emptyDraft(randomUUID()), isNew: true, number });
}

async function open<T>(editing: Editing<T>, req: Request, res: Response) {
  const { number, rules } = await currentRules(editing.deps.db);
  const id = idOf(editing, req);
  const draft = editing.part.draft(id, foundIn(editing, rules, id));
  await showPart(editing, res, { draft, isNew: false, number });
}

function many<T>(editing: Editing<T>) {
  const router = routes('admin');
  const all = `${here}/${editing.part.name}`;
  router.get(`${all}/new`, (_req, res) => add(editing, res));
  router.get(`${all}/:id`, (req, res) => open(editing, req, res));
  router.post(`${all}/:id`, (req, res) => save(editing, req, res));
  router.post(`${all}/:id/delete`, (req, res) => remove(editing, req, res));
  return router;
}

/** Adding, changing, moving and deleting rules and named conditions, and what is shown by default: for administrators. */
export function partRoutes(deps: VisibilityDeps) {
  const [rules, otherwise] = [
    { deps, part: rulePart },
    { deps, part: otherwisePart },
  ];
  const router = routes('admin');
  router.post(`${here}/rules/:id/move`, (req, res) => move(rules as Editing<unknown>, req, res));
  router.get(`${here}/otherwise`, (req, res) => open(otherwise, req, res));
  router.post(`${here}/otherwise`, (req, res) => save(otherwise, req, res));
  return [router, many(rules), many({ deps, part: conditionPart })];
}
