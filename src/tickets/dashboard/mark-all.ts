import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { seenSql } from '../neighbours.ts';
import { withSets } from './branches.ts';
import type { Filter } from './filter.ts';
import { byChange, walkBindings, walkOf } from './walk.ts';

/** As many as are marked in one go; there may be a hundred thousand. */
export const mostMarked = 1000;

const unread = `not ${seenSql}`;

const markSql = (filter: Filter) =>
  withSets(
    filter,
    `insert into ticket_views (person_id, ticket_id, seen_at)
  select :person, t.id, t.last_action_at
  from (${walkOf(filter, { order: byChange(true), from: unread, limit: ':most' })}) t
  on conflict (person_id, ticket_id) do update set seen_at = excluded.seen_at
    where ticket_views.seen_at < excluded.seen_at
  returning ticket_id`,
  );

/** « Marquer tous comme lus »: the unread tickets of a list, whatever its page; how many they were. */
export const markAllRead = async (db: Db, person: Person, filter: Filter) =>
  (await rows(db, markSql(filter), { ...walkBindings(person, filter), most: mostMarked })).length;
