import type { RequestHandler } from 'express';
import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { signedIn } from '../../people/signed-in.ts';
import { creationTree, type TreeNode } from '../../services/categories.ts';
import { selectOpenCategory } from '../../services/open-category.ts';
import { flash } from '../../web/flash.ts';
import { translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import { actionPath } from '../menus.ts';
import type { TicketDeps } from '../opened.ts';
import { situationOf } from '../situation.ts';
import { mayOpen } from '../visibility.ts';
import { argumentsIn, type Destination, destinationOf } from './pages.ts';

interface Led {
  path: string;
  /** To be said on arrival. */
  text?: string;
}

const nowhere: Led = {
  path: '/',
  text: 'L’adresse suivie est celle d’une page de l’ancienne application qui n’existe pas ici.',
};

const named = async (db: Db, table: 'services' | 'categories', legacyId: number | null) => {
  if (legacyId === null) return null;
  const [found] = await rows<{ id: number; label: string }>(
    db,
    `select id, long_label as label from ${table} where legacy_id = :legacyId order by id limit 1`,
    { legacyId },
  );
  return found ?? null;
};

const lost = {
  text: 'Cette adresse vient de l’ancienne application, et nomme une catégorie ou un service qui n’est pas connu ici : choisissez.',
};

const labelsIn = (tree: readonly TreeNode[]): string[] =>
  tree.flatMap(({ label, children }) => [label, ...labelsIn(children)]);

/** The form of the category, or the tree limited to what was named; what is not shown to him is not known here. */
async function newTicket(
  db: Db,
  { shown = null, kind }: Person,
  { service, category, filter }: Extract<Destination, { kind: 'new-ticket' }>,
): Promise<Led> {
  const outsider = kind === 'external';
  const chosen = await named(db, 'categories', category);
  if (chosen !== null && (await selectOpenCategory(db, chosen.id, shown, { outsider })) !== null)
    return { path: `/tickets/new/${chosen.id}` };
  const limit = (await named(db, 'categories', filter)) ?? (await named(db, 'services', service));
  if (limit !== null && labelsIn(await creationTree(db, shown, { outsider })).includes(limit.label))
    return { path: `/tickets/new?${new URLSearchParams({ filter: limit.label })}` };
  return { path: '/tickets/new', ...((service ?? category ?? filter) === null ? {} : lost) };
}

/** What is archived is only read: the link of an act leads to the ticket. */
async function ticket({ db, now }: TicketDeps, person: Person, id: number, action: string | null): Promise<Led> {
  if (action === null) return { path: `/tickets/${id}` };
  const situation = await situationOf(db, id, person, now());
  const archived =
    situation !== null && mayOpen(situation.ticket, situation.standing) && situation.ticket.archivedAt !== null;
  return { path: archived ? `/tickets/${id}` : actionPath(id, action) };
}

async function lead(deps: TicketDeps, person: Person, destination: Destination): Promise<Led> {
  switch (destination.kind) {
    case 'path':
      return { path: destination.path };
    case 'ticket':
      return ticket(deps, person, destination.id, destination.action);
    case 'service': {
      const service = await named(deps.db, 'services', destination.legacyId);
      const may = service !== null && (person.isAdmin || person.manages.includes(service.id));
      return may ? { path: `/services/${service.id}` } : { path: '/services', ...lost };
    }
    case 'new-ticket':
      return newTicket(deps.db, person, destination);
    case 'unknown':
      return nowhere;
  }
}

const formerAddresses = ['/index.jsf', '/index.jsp', '/cas', '/shibboleth', '/servlet', '/stylesheets/:view'];

/** The addresses of the application that this one replaces, in mails and on pages that nobody will correct: they lead to ours. */
export function deepLinkRoutes(deps: TicketDeps) {
  const router = routes('signed-in');
  const follow: RequestHandler = async (req, res, next) => {
    const destination = destinationOf(argumentsIn(req.originalUrl.split('?')[1] ?? ''));
    if (destination === null) return req.path === '/' ? next() : res.redirect(303, '/');
    const { path, text } = await lead(deps, signedIn(res), destination);
    if (text !== undefined) flash(req, { tone: 'info', text: translatorOf(res)(text) });
    res.redirect(303, path);
  };
  for (const address of ['/', ...formerAddresses]) router.get(address, follow);
  return router;
}
