import type { Response } from 'express';
import { type Db, rows } from '../db/connection.ts';
import { countFailures } from '../mail/failures.ts';
import type { Person } from '../people/person.ts';
import { signedIn } from '../people/signed-in.ts';
import { type PageModel, page, translatorOf } from '../web/page.ts';
import { type Right, rightHolds, routes } from '../web/routes.ts';
import type { Translate } from '../web/words.ts';
import { version } from './version.ts';

interface State {
  services: number;
  enabled: number;
  images: number;
  restricts: boolean;
  administrators: number;
  people: number;
  left: number;
  lastRun: Date | null;
  faultyTasks: number;
  failures: number;
}

interface Place {
  href: string;
  icon: string;
  label: string;
  right: Right;
  /** How it goes, in one line. */
  state(state: State, t: Translate): string;
  /** The moment that ends this line. */
  at?(state: State): Date | null;
  worrying?(state: State): boolean;
}

/** All that is administered here, in the order of the page. */
const places: readonly Place[] = [
  {
    href: '/services',
    icon: 'diagram-3',
    label: 'Services',
    right: 'staff',
    state: ({ services, enabled }, t) =>
      t('Services : {{services}}, dont activés : {{enabled}}.', { services, enabled }),
  },
  {
    href: '/administration/import',
    icon: 'box-arrow-in-down',
    label: 'Importer un service',
    right: 'admin',
    state: (_, t) => t('Depuis un fichier JSON, après un essai.'),
  },
  {
    href: '/administration/icons',
    icon: 'image',
    label: 'Icônes',
    right: 'admin',
    state: ({ images }, t) => t('Images ajoutées aux icônes de l’application : {{images}}.', { images }),
  },
  {
    href: '/administration/service-visibility',
    icon: 'eye',
    label: 'Visibilité des services',
    right: 'staff',
    state: ({ restricts }, t) =>
      t(restricts ? 'Des règles décident qui voit quel service.' : 'Chacun voit tous les services activés.'),
  },
  {
    href: '/mails',
    icon: 'envelope-exclamation',
    label: 'Courriels en échec',
    right: 'staff',
    state: ({ failures }, t) => (failures === 0 ? t('Aucun.') : t('En échec : {{failures}}.', { failures })),
    worrying: ({ failures }) => failures > 0,
  },
  {
    href: '/administration/clock',
    icon: 'clock-history',
    label: 'Horloge',
    right: 'admin',
    state: ({ lastRun, faultyTasks }, t) => {
      if (faultyTasks > 0) return t('Tâches en échec : {{faultyTasks}}. Dernière tâche :', { faultyTasks });
      return lastRun === null ? t('Rien n’a encore été fait.') : t('Dernière tâche :');
    },
    at: ({ lastRun }) => lastRun,
    worrying: ({ faultyTasks }) => faultyTasks > 0,
  },
  {
    href: '/administration/administrators',
    icon: 'person-gear',
    label: 'Administrateurs',
    right: 'staff',
    state: (state, t) => t('Administrateurs : {{administrators}}.', { administrators: state.administrators }),
  },
  {
    href: '/administration/people',
    icon: 'people',
    label: 'Personnes',
    right: 'admin',
    state: ({ people, left }, t) => t('Personnes connues : {{people}}, dont parties : {{left}}.', { people, left }),
  },
  {
    href: '/administration/utilities',
    icon: 'tools',
    label: 'Utilitaires',
    right: 'admin',
    state: (_, t) => t('Annuaire, courriel, travaux en attente, ce que l’on sait d’une personne.'),
  },
];

const stateOf = async (db: Db, person: Person): Promise<State> => {
  const [state] = await rows<Omit<State, 'failures'>>(
    db,
    `select (select restricts from service_visibility) as restricts, (select count(*) from services) as services, (select count(*) from services where enabled) as enabled, (select count(*) from icons) as images,
       (select count(*) from people where is_admin) as administrators,
       (select count(*) from people where anonymised_at is null and merged_into is null) as people,
       (select count(*) from people where left_at is not null and anonymised_at is null) as left,
       (select max(ended_at) from clock_tasks) as last_run,
       (select count(*) from clock_tasks where error is not null) as faulty_tasks`,
  );
  if (state === undefined) throw new Error('The installation has no state');
  return { ...state, failures: await countFailures(db, person) };
};

interface HubPage extends PageModel {
  places: readonly { href: string; icon: string; label: string; state: string; at: Date | null; worrying: boolean }[];
  version: string;
}

const hubPage = page<HubPage>('administration/index');

async function show(db: Db, res: Response) {
  const person = signedIn(res);
  const t = translatorOf(res);
  const state = await stateOf(db, person);
  const shown = places
    .filter(({ right }) => rightHolds(right, person))
    .map(({ href, icon, label, ...place }) => ({
      href,
      icon,
      label,
      state: place.state(state, t),
      at: place.at?.(state) ?? null,
      worrying: place.worrying?.(state) ?? false,
    }));
  hubPage(res, { title: t('Administration'), current: 'administration', places: shown, version });
}

/** « Administration »: what there is to administer, and how it goes, for whoever may open some of it. */
export function hubRoutes({ db }: { db: Db }) {
  const router = routes('staff');
  router.get('/administration', (_req, res) => show(db, res));
  return router;
}
