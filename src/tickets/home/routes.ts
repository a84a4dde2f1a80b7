import { signedIn } from '../../people/signed-in.ts';
import { type PageModel, page, translatorOf } from '../../web/page.ts';
import { routes } from '../../web/routes.ts';
import type { Translate } from '../../web/words.ts';
import { addressOf } from '../dashboard/changes.ts';
import { caps } from '../dashboard/counts.ts';
import { type Filter, parseFilter } from '../dashboard/filter.ts';
import { actionPath } from '../menus.ts';
import type { TicketDeps } from '../opened.ts';
import type { TicketLine } from '../pages.ts';
import { readHome } from './read.ts';
import type { ServiceWaiting } from './services.ts';
import type { WaitingLine } from './waiting.ts';

/** Something that waits for the reader, with the button that answers it. */
interface Waiting {
  line: WaitingLine;
  sentence: string;
  label: string;
  href: string;
}

interface HomePage extends PageModel {
  firstName: string;
  waiting: readonly Waiting[];
  /** « 2 clôtures à approuver » , « 1 demande d’information ». */
  tally: readonly string[];
  open: readonly TicketLine[];
  openCount: Shown;
  /** Null for who manages none. */
  managed: Managed | null;
}

/** A number that leads to the list that it counts. */
interface Linked extends Shown {
  href: string;
}

interface Managed {
  href: string;
  free: Linked;
  mine: Linked;
  unread: number;
  services: readonly {
    label: string;
    href: string;
    free: Linked;
    mine: Linked;
    oldest: { at: Date; href: string } | null;
  }[];
}

/** A number, or the cap where counting stopped. */
interface Shown {
  count: number;
  more: boolean;
}

const homePage = page<HomePage>('home');

/** As the tabs of the dashboard: past it, the exact number helps nobody. */
const most = caps.tab;
const shown = (count: number): Shown => ({ count: Math.min(count, most), more: count > most });
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const sentences = {
  closed: { by: '{{who}} a clos votre ticket n°{{id}}', plain: 'Votre ticket n°{{id}} est clos' },
  incomplete: {
    by: '{{who}} vous a demandé une information pour le ticket n°{{id}}',
    plain: 'Une information vous est demandée pour le ticket n°{{id}}',
  },
};

const waitingShown = (line: WaitingLine, t: Translate): Waiting => {
  const closed = line.status === 'closed';
  const { by, plain } = sentences[closed ? 'closed' : 'incomplete'];
  return {
    line,
    sentence: line.who === null ? t(plain, { id: line.id }) : t(by, { who: t(line.who), id: line.id }),
    label: closed ? t('Approuver ou refuser la clôture') : t('Répondre'),
    href: closed ? `/tickets/${line.id}` : actionPath(line.id, 'comment'),
  };
};

const tallyOf = ([first]: readonly WaitingLine[], t: Translate) => {
  const { closures = 0, questions = 0 } = first ?? {};
  return [
    ...(closures > 0 ? [t('{{count}} clôture à approuver', { count: closures })] : []),
    ...(questions > 0 ? [t('{{count}} demande d’information', { count: questions })] : []),
  ];
};

const managedList = (changes: Partial<Filter> = {}) =>
  addressOf({ ...parseFilter({ mode: 'managed', state: 'open' }), ...changes });

const linked = (count: number, changes: Partial<Filter>): Linked => ({ ...shown(count), href: managedList(changes) });

const serviceShown = ({ id, label, free, mine, oldest }: ServiceWaiting): Managed['services'][number] => ({
  label,
  href: managedList({ involvement: 'managed-or-free', manager: 'me', service: id }),
  free: linked(free, { involvement: 'free', service: id }),
  mine: linked(mine, { involvement: 'managed', manager: 'me', service: id }),
  oldest: oldest && {
    at: oldest,
    href: managedList({ involvement: 'free', service: id, sort: [{ key: 'modified', descending: false }] }),
  },
});

const managedShown = (services: readonly ServiceWaiting[]): Managed => ({
  href: managedList(),
  free: linked(sum(services.map(({ free }) => free)), { involvement: 'free' }),
  mine: linked(sum(services.map(({ mine }) => mine)), { involvement: 'managed', manager: 'me' }),
  unread: sum(services.map(({ mineUnread }) => mineUnread)),
  services: services.filter(({ free, mine }) => free > 0 || mine > 0).map(serviceShown),
});

/** « Accueil » : what waits for the reader. */
export function homeRoutes({ db }: TicketDeps) {
  const router = routes('signed-in');
  router.get('/', async (_req, res) => {
    const person = signedIn(res);
    const t = translatorOf(res);
    const { waiting, open, services } = await readHome(db, person, most + 1);
    homePage(res, {
      title: t('Accueil'),
      current: 'home',
      firstName: person.displayName.split(' ')[0] ?? person.displayName,
      waiting: waiting.map((line) => waitingShown(line, t)),
      tally: tallyOf(waiting, t),
      open,
      openCount: shown(open[0]?.total ?? 0),
      managed: services && managedShown(services),
    });
  });
  return router;
}
