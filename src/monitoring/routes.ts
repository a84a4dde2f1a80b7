import type { Db } from '../db/connection.ts';
import { offeredActions } from '../tickets/actions/index.ts';
import { linksAmong } from '../tickets/menus.ts';
import { type TicketDeps, visibleSituation } from '../tickets/opened.ts';
import type { ActionLink, PersonView } from '../tickets/pages.ts';
import { personView } from '../tickets/people-shown.ts';
import type { Situation } from '../tickets/situation.ts';
import { type TicketTop, ticketTop } from '../tickets/ticket-top.ts';
import { page, translatorOf } from '../web/page.ts';
import { routes } from '../web/routes.ts';
import type { Translate } from '../web/words.ts';
import type { Reason } from './audience.ts';
import { type Mailbox, mailboxesWatching } from './mailboxes.ts';
import { watchersOf } from './watchers.ts';

const reasonWords: Record<Reason, string> = {
  owner: 'Propriétaire',
  handler: 'Gestionnaire du ticket',
  invited: 'Invité',
  guest: 'Invité',
  'service-manager': 'Gestionnaire du service',
  'category-member': 'Membre de la catégorie',
  'previous-handler': 'Ancien gestionnaire du ticket',
  'previous-owner': 'Ancien propriétaire',
  'left-service': 'Gestionnaire du service précédent',
  'left-category': 'Membre de la catégorie précédente',
  watcher: 'A demandé à recevoir des alertes',
  mailbox: 'Surveillance additionnelle',
  bookmarker: 'A mis un signet',
};

const levelWords = { always: 'Toujours', creation: 'À la création et à la libération' };

const mailboxLevelWords: Record<Mailbox['level'], string> = {
  creation: 'À la création',
  'creation-or-release': 'À la création et à la libération',
  'creation-or-free': 'À la création et tant que le ticket est libre',
  always: 'Toujours',
};

interface WatchPage extends TicketTop {
  /** Without its address but for those who manage the ticket. */
  mailboxes: readonly { address: string | null; level: string }[];
  watchers: readonly { person: PersonView; isReader: boolean; reason: string; level: string }[];
  /** To ask for mails, or for no more; null for who is told of everything anyway. */
  subscription: ActionLink | null;
}
const watchPage = page<WatchPage>('tickets/watch');

async function mailboxesOf(db: Db, { ticket, standing }: Situation, t: Translate): Promise<WatchPage['mailboxes']> {
  const knows = standing.manages || standing.admin;
  return (await mailboxesWatching(db, ticket)).map(({ address, level }) => ({
    address: knows ? address : null,
    level: t(mailboxLevelWords[level]),
  }));
}

async function watchModel(db: Db, situation: Situation, t: Translate): Promise<WatchPage> {
  const reader = situation.standing.personId;
  // a bookmark is one's own affair
  const watchers = (await watchersOf(db, situation)).filter(
    ({ person, reason }) => reason !== 'bookmarker' || person.id === reader,
  );
  const told = watchers.some(({ person, level }) => person.id === reader && level === 'always');
  const wanted = told ? ['unwatch'] : ['unwatch', 'watch'];
  const [subscription] = linksAmong(offeredActions(situation), wanted, situation.ticket.id, t);
  return {
    ...ticketTop(situation, 'watch', t),
    watchers: watchers.map(({ person, reason, level }) => ({
      person: personView(person, situation, t),
      isReader: person.id === reader,
      reason: t(reasonWords[reason]),
      level: t(levelWords[level]),
    })),
    mailboxes: await mailboxesOf(db, situation, t),
    subscription: subscription ?? null,
  };
}

/** « Surveillance du ticket »: who is told of its news, and why. */
export function watchRoutes(deps: TicketDeps) {
  const router = routes('signed-in');
  router.get('/tickets/:id/watch', async (req, res) => {
    const situation = await visibleSituation(deps, req, res);
    watchPage(res, await watchModel(deps.db, situation, translatorOf(res)));
  });
  return router;
}
