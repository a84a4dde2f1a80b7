import type { Request, Response } from 'express';
import type { Db } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { NotFound } from '../web/errors.ts';
import { flash } from '../web/flash.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { askForExport, type DataExport, daysKept, type ExportState, exportOf, exportPath, stateOf } from './export.ts';

interface DataPage extends PageModel {
  state: ExportState;
  found: DataExport | null;
  days: number;
}
const dataPage = page<DataPage>('personal-data/show');

interface DataDeps {
  db: Db;
  now: () => Date;
  dataDir: string;
}

const show = async ({ db, now }: DataDeps, res: Response) => {
  const found = await exportOf(db, signedIn(res).id);
  const title = translatorOf(res)('Mes données');
  dataPage(res, { title, current: 'preferences', state: stateOf(found, now()), found, days: daysKept });
};

const ask = async ({ db, now }: DataDeps, req: Request, res: Response) => {
  const { id } = signedIn(res);
  await askForExport(db, id, now());
  const t = translatorOf(res);
  const ready = stateOf(await exportOf(db, id), now()) === 'ready';
  flash(req, {
    tone: ready ? 'info' : 'ok',
    text: ready
      ? t('Votre archive est déjà prête.')
      : t('Votre archive est demandée : un courriel vous dira quand elle sera prête.'),
  });
  res.redirect(303, '/preferences/data');
};

/** The archive of who asks, and of nobody else: its address names nobody. */
const download = async ({ db, now, dataDir }: DataDeps, res: Response) => {
  const found = await exportOf(db, signedIn(res).id);
  if (found === null || stateOf(found, now()) !== 'ready')
    throw new NotFound('Cette archive n’est pas prête, ou n’est plus gardée.');
  const day = found.readyAt?.toISOString().slice(0, 10) ?? '';
  res.attachment(`mes-donnees-${day}.zip`);
  res.set({ 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff' });
  res.sendFile(exportPath(dataDir, found.id), { cacheControl: false, dotfiles: 'allow', acceptRanges: true });
};

/** « Mes données » : what somebody may take away of the portal. */
export function dataRoutes(deps: DataDeps) {
  const router = routes('signed-in');
  router.get('/preferences/data', (_req, res) => show(deps, res));
  router.post('/preferences/data', (req, res) => ask(deps, req, res));
  router.get('/preferences/data/archive', (_req, res) => download(deps, res));
  return router;
}
