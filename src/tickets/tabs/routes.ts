import type { Request } from 'express';
import { signedIn } from '../../people/signed-in.ts';
import { flash } from '../../web/flash.ts';
import { ownPath } from '../../web/own-path.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { neighbourOf, ways } from '../neighbours.ts';
import { type TicketDeps, ticketNotFound, visibleSituation } from '../opened.ts';
import { markSeen, markUnread } from '../reading.ts';
import { seesOwnerTickets } from '../ticket-top.ts';
import { filesModel, filesPage } from './files.ts';
import { guestsModel, guestsPage } from './guests.ts';
import { ownerTicketsModel, ownerTicketsPage } from './owner-tickets.ts';
import { printModel, printPage } from './print.ts';
import { propertiesModel, propertiesPage } from './properties.ts';

/** The tabs of a ticket besides its history. That of the watch is in src/monitoring, which knows who is told. */
export function tabRoutes(deps: TicketDeps) {
  const { db, publicUrl } = deps;
  const router = routes('signed-in');
  router.get('/tickets/:id/properties', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    propertiesPage(res, await propertiesModel({ db, t: translatorOf(res), publicUrl }, situation));
  });
  router.get('/tickets/:id/files', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    filesPage(res, await filesModel(db, situation, translatorOf(res)));
  });
  router.get('/tickets/:id/guests', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    guestsPage(res, guestsModel(situation, translatorOf(res)));
  });
  router.get('/tickets/:id/print', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    printPage(res, await printModel(db, situation, translatorOf(res)));
  });
  router.get('/tickets/:id/owner-tickets', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    if (!seesOwnerTickets(situation)) throw ticketNotFound(situation.ticket.id);
    ownerTicketsPage(res, await ownerTicketsModel({ db, t: translatorOf(res) }, situation, signedIn(res)));
  });
  return router;
}

/** From a ticket to the one before or after it, and back to unread. */
export function readingRoutes(deps: TicketDeps) {
  const router = routes('signed-in');
  for (const [name, way] of Object.entries(ways)) {
    router.get(`/tickets/:id/${name}`, async (req, res) => {
      const { ticket } = await visibleSituation(deps, req, res);
      const found = await neighbourOf(deps.db, signedIn(res), ticket.id, way);
      if (found === null) {
        const t = translatorOf(res);
        const none = way.unreadOnly
          ? t('Il n’y a pas d’autre ticket non lu de ce côté.')
          : t('Il n’y a pas d’autre ticket de ce côté.');
        flash(req, { tone: 'info', text: none });
      }
      res.redirect(303, `/tickets/${found ?? ticket.id}`);
    });
  }
  const back = (req: Request) =>
    ownPath((req.body as { returnTo?: unknown } | undefined)?.returnTo, deps.publicUrl) ?? '/tickets';
  router.post('/tickets/:id/unread', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    await markUnread(deps.db, situation);
    flash(req, {
      tone: 'ok',
      text: translatorOf(res)('Le ticket n°{{id}} est de nouveau non lu.', { id: situation.ticket.id }),
    });
    res.redirect(303, back(req));
  });
  router.post('/tickets/:id/read', async (req, res) => {
    await markSeen(deps.db, await visibleSituation(deps, req, res));
    res.redirect(303, back(req));
  });
  return router;
}
