import { isDeepStrictEqual } from 'node:util';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { signedIn } from '../../people/signed-in.ts';
import type { Rules } from '../../services/visibility/rules.ts';
import { type Current, currentRules, editRules } from '../../services/visibility/versions.ts';
import { flash } from '../../web/flash.ts';
import { type PageModel, page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { receiveFiles, type UploadLimits, uploadFault } from '../../web/uploads.ts';
import { textOf } from '../import-routes.ts';
import { type Fault, faultWords } from '../json-file.ts';
import { labelsOf, rulesFile } from './file.ts';
import { readRulesFile } from './file-reading.ts';
import { here, type VisibilityDeps } from './part-page.ts';
import { nameable } from './rule-model.ts';
import { type RulesShown, rulesShown } from './words.ts';

export interface FileDeps extends VisibilityDeps {
  /** Where an upload waits to be read. */
  incoming: string;
}

interface ImportPage extends PageModel {
  text: string;
  faults: readonly Fault[];
  /** What would hold, and instead of which version; null before any trial. */
  trial: (RulesShown & { number: number; nothing: boolean }) | null;
  /** Somebody changed the rules since the trial. */
  changed: boolean;
}

const importPage = page<ImportPage>('visibility/import');
const sent = z.object({
  text: z.string().max(1_000_000).catch(''),
  step: z.enum(['try', 'apply']).catch('try'),
  number: z.coerce.number().int().min(0).catch(-1),
});

type Shown = Partial<Pick<ImportPage, 'text' | 'faults' | 'trial' | 'changed'>>;

function show(res: Response, { text = '', faults = [], trial = null, changed = false }: Shown) {
  const t = translatorOf(res);
  const errors = faults.map((fault) => ({ field: 'text', message: faultWords(fault, t) }));
  const model = { title: t('Importer les règles de visibilité'), current: 'administration' as const };
  importPage(res, { ...model, text, faults, trial, changed, errors }, faults.length > 0 ? 422 : changed ? 409 : 200);
}

async function trialOf({ db }: FileDeps, res: Response, current: Current, rules: Rules) {
  const { names } = await nameable(db, rules.conditions);
  const shown = rulesShown(rules, names, translatorOf(res));
  return { ...shown, number: current.number, nothing: isDeepStrictEqual(current.rules, rules) };
}

async function receive(deps: FileDeps, req: Request, res: Response) {
  const { db, now } = deps;
  const { text: typed, step, number } = sent.parse(req.body ?? {});
  const text = await textOf(req, typed);
  const fault = uploadFault(res);
  if (fault !== undefined) return show(res, { text, faults: [{ path: '', message: fault, values: {} }] });
  const current = await currentRules(db);
  const read = readRulesFile(text, current.rules, await labelsOf(db));
  if (!read.ok) return show(res, { text, faults: read.faults });
  const trial = await trialOf(deps, res, current, read.rules);
  if (step === 'try' || trial.nothing) return show(res, { text, trial });
  const edit = { done: 'imported', about: '', actorId: signedIn(res).id, at: now() } as const;
  const { done } = await editRules(db, edit, (held) => (held.number === number ? read.rules : null));
  if (!done) return show(res, { text, trial, changed: true });
  flash(req, { tone: 'ok', text: translatorOf(res)('Les règles du fichier valent dès maintenant.') });
  res.redirect(303, here);
}

/** The rules as a file: given to administrators, and taken from them after a trial. */
export function fileRoutes(deps: FileDeps) {
  const limits: UploadLimits = { count: 1, sizeEach: 1_000_000, total: 1_000_000 };
  const router = routes('admin');
  router.get(`${here}/export`, async (_req, res) => {
    const { rules } = await currentRules(deps.db);
    res.attachment('visibilite-des-services.json').type('json');
    res.send(`${JSON.stringify(rulesFile(rules, await labelsOf(deps.db)), null, 2)}\n`);
  });
  router.get(`${here}/import`, (_req, res) => show(res, {}));
  router.post(`${here}/import`, receiveFiles(deps.incoming, limits), (req, res) => receive(deps, req, res));
  return router;
}
