import type { Db } from '../db/connection.ts';
import { signedIn } from '../people/signed-in.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import { reportFor, reportSectionWords, type ServiceReport } from './report.ts';

interface ReportPage extends PageModel {
  reports: readonly ServiceReport[];
  section: typeof reportSectionWords;
}

const reportPage = page<ReportPage>('monitoring/report');

/** « Voir le rapport maintenant »: what the daily report would say at this moment. */
export function reportRoutes({ db }: { db: Db }) {
  const router = routes('manager');
  router.get('/preferences/report', async (_req, res) =>
    reportPage(res, {
      title: translatorOf(res)('Rapport quotidien'),
      reports: await reportFor(db, signedIn(res).id, null),
      section: reportSectionWords,
    }),
  );
  return router;
}
