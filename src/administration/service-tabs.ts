import type { Request } from 'express';
import { z } from 'zod';
import { type Db, rows } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import { type AdministeredService, administered } from '../services/administered.ts';
import { iconsOf } from '../services/icons.ts';
import { NotFound } from '../web/errors.ts';
import type { PageModel } from '../web/page.ts';
import type { Picture } from '../web/pictures.ts';
import type { Translate } from '../web/words.ts';

/** What every tab of the page of a service shows. */
export interface ServicePage extends PageModel {
  service: AdministeredService;
  servicePicture: Picture;
  tabs: readonly { href: string; label: string; count: number | null; current: boolean }[];
  /** What keeps a service from being of use. */
  lacks: readonly string[];
}

interface Counts {
  redirected: boolean;
  managers: number;
  guests: number;
  categories: number;
  redirections: number;
  open: number;
}

const countsSql = `
  select (select count(*) from service_managers where service_id = :id) as managers,
    (select count(*) from permanent_guests where service_id = :id) as guests,
    (select count(*) from categories where service_id = :id) as categories,
    (select count(*) from categories where service_id = :id and not hidden and (accepts_tickets or redirects_to is not null)) as open,
    (select count(*) from services where redirects_to = :id)
      + (select count(*) from categories c join categories own on own.id = c.redirects_to where own.service_id = :id)
      as redirections,
    (select redirects_to is not null from services where id = :id) as redirected`;

const serviceParams = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });

/** The number in the address; anything else is no service. */
export function serviceIdOf(req: Request): number {
  const params = serviceParams.safeParse(req.params);
  if (!params.success) throw new NotFound('Ce service n’existe pas, ou vous ne le gérez pas.');
  return params.data.id;
}

const tabs = [
  { path: '', label: 'Gestionnaires', count: 'managers' },
  { path: '/properties', label: 'Propriétés', count: null },
  { path: '/permanent-guests', label: 'Invités permanents', count: 'guests' },
  { path: '/categories', label: 'Catégories', count: 'categories' },
  { path: '/redirections', label: 'Redirections', count: 'redirections' },
  { path: '/changes', label: 'Modifications', count: null },
] as const;
type Tab = (typeof tabs)[number]['path'];

/** One that is redirected needs nothing of its own. */
const lacksOf = (counts: Counts) => [
  ...(counts.managers === 0 && !counts.redirected
    ? ['Il n’a aucun gestionnaire : personne ne traiterait ses tickets.']
    : []),
  ...(counts.open === 0 && !counts.redirected
    ? ['Il n’a aucune catégorie où déposer un ticket : personne ne pourrait le choisir.']
    : []),
];

/** The frame of the page of a service: its head, its tabs, what it lacks. */
export async function servicePage(
  db: Db,
  t: Translate,
  { person, id, tab }: { person: Person; id: number; tab: Tab },
): Promise<ServicePage> {
  const service = await administered(db, person, id, null);
  const [counts] = await rows<Counts>(db, countsSql, { id });
  if (counts === undefined) throw new Error('A service has no counts');
  return {
    title: t('Service {{label}}', { label: service.label }),
    current: 'services',
    service,
    servicePicture: (await iconsOf(db)).pictureOf('service', service.icon),
    tabs: tabs.map(({ path, label, count }) => ({
      href: `/services/${id}${path}`,
      label,
      count: count === null ? null : counts[count],
      current: path === tab,
    })),
    lacks: lacksOf(counts),
  };
}
