import { readFile, rm } from 'node:fs/promises';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Db } from '../db/connection.ts';
import type { PeopleSources } from '../people/find.ts';
import { signedIn } from '../people/signed-in.ts';
import { administered } from '../services/administered.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { received, receiveFiles, type UploadLimits, uploadFault } from '../web/uploads.ts';
import { type Fault, faultWords } from './json-file.ts';
import { exportService } from './service-file/export.ts';
import { readServiceFile } from './service-file/format.ts';
import { importService } from './service-file/import.ts';
import { peopleOf } from './service-file/people.ts';
import type { Line, LineKind } from './service-file/report.ts';
import { serviceIdOf } from './service-tabs.ts';

const kinds: Record<LineKind, string> = {
  created: 'À créer',
  changed: 'À modifier',
  skipped: 'Impossible pour le moment',
  left: 'Déjà là, laissé comme il est',
};

interface ImportPage extends PageModel {
  text: string;
  faults: readonly Fault[];
  /** What would be done; null before any trial. */
  trial: { groups: readonly { label: string; lines: readonly Line[] }[]; digest: string; nothing: boolean } | null;
  /** What was to be done is no longer the same. */
  changed: boolean;
}

const here = '/administration/import';
const importPage = page<ImportPage>('administration/import');

const sent = z.object({
  text: z.string().max(1_000_000).catch(''),
  step: z.enum(['try', 'apply']).catch('try'),
  digest: z.string().max(64).optional().catch(undefined),
});

export interface ImportDeps {
  db: Db;
  people: PeopleSources;
  now: () => Date;
  /** Where an upload waits to be read. */
  incoming: string;
}

function show(res: Response, model: Partial<Pick<ImportPage, 'text' | 'faults' | 'trial' | 'changed'>>) {
  const faults = model.faults ?? [];
  const t = translatorOf(res);
  const errors = faults.map((fault) => ({ field: 'text', message: faultWords(fault, t) }));
  const changed = model.changed ?? false;
  importPage(
    res,
    {
      title: t('Importer un service'),
      current: 'administration',
      text: model.text ?? '',
      faults,
      trial: model.trial ?? null,
      changed,
      errors,
    },
    faults.length > 0 ? 422 : changed ? 409 : 200,
  );
}

/** The text of the file that came, else the one that was typed. */
export async function textOf(req: Request, typed: string): Promise<string> {
  const [file] = received(req);
  if (file === undefined) return typed;
  const text = await readFile(file.path, 'utf8');
  await rm(file.path, { force: true });
  return text;
}

const trialOf = (lines: readonly Line[], digest: string) => ({
  digest,
  nothing: !lines.some(({ kind }) => kind === 'created' || kind === 'changed'),
  groups: (Object.keys(kinds) as LineKind[])
    .map((kind) => ({ label: kinds[kind], lines: lines.filter((line) => line.kind === kind) }))
    .filter((group) => group.lines.length > 0),
});

async function receive({ db, people, now }: ImportDeps, req: Request, res: Response) {
  const { text: typed, step, digest: expected } = sent.parse(req.body ?? {});
  const text = await textOf(req, typed);
  const fault = uploadFault(res);
  if (fault !== undefined) return show(res, { text, faults: [{ path: '', message: fault, values: {} }] });
  const read = readServiceFile(text);
  if (!read.ok) return show(res, { text, faults: read.faults });
  const { file } = read;
  const apply = step === 'apply' && expected !== undefined;
  const request = { file, people: await peopleOf(people, file), actorId: signedIn(res).id, at: now(), apply };
  const result = await importService(db, { ...request, ...(expected === undefined ? {} : { expected }) });
  if (result.faults.length > 0) return show(res, { text, faults: result.faults });
  if (!result.applied) return show(res, { text, trial: trialOf(result.lines, result.digest), changed: apply });
  flash(req, {
    tone: 'ok',
    text: translatorOf(res)('Le service « {{label}} » est importé.', { label: file.settings.label }),
  });
  res.redirect(303, `/services/${result.serviceId}`);
}

/** A service as a file: given to who administers it, taken from administrators after a trial. */
export function importRoutes(deps: ImportDeps) {
  const limits: UploadLimits = { count: 1, sizeEach: 1_000_000, total: 1_000_000 };
  const staff = routes('staff');
  staff.get('/services/:id/export', async (req, res) => {
    const service = await administered(deps.db, signedIn(res), serviceIdOf(req), 'manage-properties');
    const name = service.label.normalize('NFD').replace(/[^\w-]+/g, '') || service.id;
    res.attachment(`service-${name}.json`).type('json');
    res.send(`${JSON.stringify(await exportService(deps.db, service.id), null, 2)}\n`);
  });
  const router = routes('admin');
  router.get(here, (_req, res) => show(res, {}));
  router.post(here, receiveFiles(deps.incoming, limits), (req, res) => receive(deps, req, res));
  return [staff, router];
}
