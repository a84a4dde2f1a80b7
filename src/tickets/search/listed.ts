import { managedVisibleSql, visibleSql } from '../visibility.ts';
import { filtered } from './filtered.ts';
import type { SearchQuery } from './query.ts';

const newest = 'order by t.last_action_at desc, t.id desc limit';
const live = 't.archived_at is null';

const each = (most: number, keys: string, on: string, where: string) => `
  (select t.id, t.last_action_at from (${keys}) k cross join lateral (
     select t.id, t.last_action_at from tickets t where ${on} and ${where} and ${filtered} ${newest} ${most}
   ) t ${newest} ${most})`;

const owners = `select o.id as key from people o
  where people_words(o.display_name) @@ plainto_tsquery('simple', public.unaccent(:owner)) limit 300`;
const services = `
  select m.service_id as key from service_managers m where m.person_id = :person
  union
  select own.id from services own
  join services sibling on sibling.inter_service = own.inter_service and own.inter_service <> ''
  join service_managers m on m.service_id = sibling.id and m.person_id = :person`;
const invitations = 'select ticket_id as key from ticket_guests where person_id = :person';

const walked = (most: number, where: string) =>
  `(select t.id, t.last_action_at from tickets t where ${where} and ${filtered} ${newest} ${most})`;

// each walks an index, newest change first, and stops at the end of the page
const branches = ({ owner, archived }: SearchQuery, most: number) => {
  if (owner === 'me') return [walked(most, 't.owner_id = :person')];
  if (owner !== null) return [each(most, owners, 't.owner_id = k.key', visibleSql)];
  const ofServices = [live, ...(archived ? ['t.archived_at is not null'] : [])];
  return [
    walked(most, 't.owner_id = :person'),
    each(most, invitations, 't.id = k.key', visibleSql),
    ...ofServices.map((kept) => each(most, services, 't.service_id = k.key', `${kept} and ${managedVisibleSql}`)),
    walked(most, `t.effective_visibility <> 'private' and ${archived ? 'true' : live} and ${visibleSql}`),
    walked(most, `:admin and ${archived ? 'true' : live} and ${visibleSql}`),
  ];
};

/** The tickets that a search without words lists, the latest changed. */
export const listedSql = (query: SearchQuery, most: number) =>
  `select t.id, t.last_action_at from (${branches(query, most).join(' union ')}) t ${newest} ${most}`;
