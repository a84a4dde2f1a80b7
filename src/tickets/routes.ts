import { translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import type { Translate } from '../web/words.ts';
import { alertWords } from './alerts.ts';
import { exportRoutes } from './dashboard/export-routes.ts';
import { dashboardRoutes } from './dashboard/routes.ts';
import { homeRoutes } from './home/routes.ts';
import { pageTools, type TicketDeps, ticketNotFound, visibleSituation } from './opened.ts';
import { ticketPage } from './pages.ts';
import type { Situation } from './situation.ts';
import { ticketPageModel } from './ticket-page.ts';

/** Who was mailed, by operation: for those who handle the request. */
async function alertsShown({ db, alertsOf }: TicketDeps, { ticket, standing }: Situation, t: Translate) {
  const alerts = standing.manages || standing.admin ? await alertsOf(db, ticket.id) : [];
  const shown = new Map<string, string[]>();
  for (const alert of alerts) shown.set(alert.batch, [...(shown.get(alert.batch) ?? []), alertWords(alert, t)]);
  return shown;
}

function pageRoutes(deps: TicketDeps) {
  const router = routes('signed-in');
  // « Accès direct »: a number with or without its « n° »
  router.get('/tickets/go', (req, res) => {
    const typed = String(req.query.number ?? '');
    const digits = typed.replace(/\D/g, '');
    if (digits === '') throw ticketNotFound(typed.slice(0, 40));
    res.redirect(303, `/tickets/${digits}`);
  });

  router.get('/tickets/:id', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    const order = req.query.order === 'oldest' ? 'oldest' : 'newest';
    const options =
      req.query.options === '1' ? { alerts: await alertsShown(deps, situation, translatorOf(res)) } : null;
    const model = await ticketPageModel(pageTools(deps, res), situation, order);
    ticketPage(res, { ...model, options });
  });
  return router;
}

export const ticketRoutes = (deps: TicketDeps) => [
  homeRoutes(deps),
  ...dashboardRoutes(deps),
  exportRoutes(deps),
  pageRoutes(deps),
];
