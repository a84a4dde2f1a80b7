import { type Db, rows } from '../../db/connection.ts';
import type { Administrator } from '../../services/administered.ts';
import type { Option } from '../../web/fields.ts';
import type { Translate } from '../../web/words.ts';

/** A category of a service whose categories this person manages. */
export interface Place {
  id: number;
  serviceId: number;
  service: string;
  parentId: number | null;
  /** Its labels from the root of its service. */
  path: string;
  acceptsTickets: boolean;
  redirectsTo: number | null;
}

const placesSql = `
  with recursive down as (
    select c.id, c.service_id, s.label as service, s.position as first, c.parent_id, c.label as path,
      array[c.position, c.id] as rank, c.accepts_tickets, c.redirects_to
    from categories c join services s on s.id = c.service_id
    where c.parent_id is null and (:admin or exists (
      select 1 from service_managers m
      where m.service_id = s.id and m.person_id = :person and 'manage-categories' = any (m.privileges)))
    union all
    select c.id, c.service_id, down.service, down.first, c.parent_id, down.path || ' › ' || c.label,
      down.rank || c.position || c.id, c.accepts_tickets, c.redirects_to
    from categories c join down on c.parent_id = down.id
  )
  select id, service_id, service, parent_id, path, accepts_tickets, redirects_to
  from down order by first, service_id, rank`;

/** All the categories that this person manages, in the order of the trees. */
export const placesOf = (db: Db, person: Administrator) =>
  rows<Place>(db, placesSql, { person: person.id, admin: person.isAdmin });

/** A category and all those under it. */
export function subtree(places: readonly Place[], id: number): ReadonlySet<number> {
  const found = new Set([id]);
  // parents come before their children
  for (const place of places) if (place.parentId !== null && found.has(place.parentId)) found.add(place.id);
  return found;
}

export const placeOption = ({ id, path, service }: Place): Option => ({
  value: String(id),
  label: path,
  group: service,
});

const ownServicesSql = `
  select s.id, s.label from services s where s.redirects_to is null and (:admin or exists (
    select 1 from service_managers m
    where m.service_id = s.id and m.person_id = :person and 'manage-categories' = any (m.privileges)))
  order by s.position, s.label, s.id`;

/** Under what a category may be put: a service, or a category that is not redirected. */
export async function parentOptions(
  db: Db,
  person: Administrator,
  { within, without, t }: { within?: number; without?: number; t: Translate },
): Promise<Option[]> {
  const services = await rows<{ id: number; label: string }>(db, ownServicesSql, {
    person: person.id,
    admin: person.isAdmin,
  });
  const places = await placesOf(db, person);
  const excluded = without === undefined ? new Set<number>() : subtree(places, without);
  return services
    .filter(({ id }) => within === undefined || id === within)
    .flatMap(({ id, label }) => [
      { value: `service:${id}`, label: t('{{label}} (à la racine)', { label }), group: label },
      ...places
        .filter((place) => place.serviceId === id && place.redirectsTo === null && !excluded.has(place.id))
        .map(placeOption),
    ]);
}
