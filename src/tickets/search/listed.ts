import { managedVisibleSql, visibleSql } from '../visibility.ts';
import { filtered } from './filtered.ts';
import type { SearchQuery } from './query.ts';

const newest = 'order by t.last_action_at desc, t.id desc limit';
const live = 't.archived_at is null';

const each = (most: number, keys: string, on: string, where: string) => `
  (select t.id, t.last_action_at from (${keys}) k cross join lateral (
     select t.id, t.last_action_at from tickets t where ${on} and ${where} ${newest} ${most}
   ) t ${newest} ${most})`;

// a function, thought to give few: the plan is the same whoever is named, hence made once
const owners = 'select people_named as key from people_named(:owner) limit 300';
const services = 'select unnest(cast(:manages as integer[]) || cast(:siblings as integer[])) as key';
const invitations = 'select ticket_id as key from ticket_guests where person_id = :person';

const walked = (most: number, where: string) =>
  `(select t.id, t.last_action_at from tickets t where ${where} ${newest} ${most})`;

// each walks an index, newest change first, and stops at the end of the page
const branches = (query: SearchQuery, most: number) => {
  const { owner, archived } = query;
  const asked = filtered(query, { ownersFound: true });
  if (owner === 'me') return [walked(most, `t.owner_id = :person and ${asked}`)];
  if (owner !== null) return [each(most, owners, 't.owner_id = k.key', `${visibleSql} and ${asked}`)];
  const ofServices = [live, ...(archived ? ['t.archived_at is not null'] : [])];
  return [
    walked(most, `t.owner_id = :person and ${asked}`),
    each(most, invitations, 't.id = k.key', `${visibleSql} and ${asked}`),
    ...ofServices.map((kept) =>
      each(most, services, 't.service_id = k.key', `${kept} and ${managedVisibleSql} and ${asked}`),
    ),
    walked(most, `t.effective_visibility <> 'private' and ${visibleSql} and ${asked}`),
    walked(most, `:admin and ${visibleSql} and ${asked}`),
  ];
};

/** The tickets that a search without words lists, the latest changed. */
export const listedSql = (query: SearchQuery, most: number) =>
  `select t.id, t.last_action_at from (${branches(query, most).join(' union ')}) t ${newest} ${most}`;
