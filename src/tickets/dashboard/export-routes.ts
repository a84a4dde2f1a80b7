import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { signedIn } from '../../people/signed-in.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import type { TicketDeps } from '../opened.ts';
import { askedFilter } from './asked.ts';
import { exportedRows } from './export.ts';

/** As the spreadsheets of French offices open it; what looks like a formula stays a text. */
const format = {
  delimiter: ';',
  bom: true,
  record_delimiter: 'windows',
  escape_formulas: true,
  relax_column_count: true,
};

/** What is listed, as a file; sent as it is read. */
export function exportRoutes({ db, now, timeZone }: TicketDeps) {
  const router = routes('signed-in');
  router.get('/tickets.csv', async (req, res) => {
    const person = signedIn(res);
    const rows = exportedRows(db, person, askedFilter(req.query, person), { t: translatorOf(res), timeZone });
    // a failure before the first row still has its page
    const first = await rows.next();
    res.attachment(`tickets-${now().toISOString().slice(0, 10)}.csv`).type('text/csv; charset=utf-8');
    const all = async function* () {
      if (!first.done) yield first.value;
      yield* rows;
    };
    // later, the file breaks off and the browser says so; who leaves stops it
    await pipeline(Readable.from(all()), stringify(format), res).catch(() => res.destroy());
  });
  return router;
}
