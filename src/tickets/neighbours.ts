import { type Db, rows } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import { ownServiceVisibleSql, readerBindings, visibleSql } from './visibility.ts';

export interface Way {
  towards: 'next' | 'previous';
  unreadOnly: boolean;
}

export const ways: Record<string, Way> = {
  previous: { towards: 'previous', unreadOnly: false },
  next: { towards: 'next', unreadOnly: false },
  'previous-unread': { towards: 'previous', unreadOnly: true },
  'next-unread': { towards: 'next', unreadOnly: true },
};

/** Nothing happened in ticket `t` since `:person` last saw it. */
export const seenSql = `exists (
  select 1 from ticket_views v where v.person_id = :person and v.ticket_id = t.id and v.seen_at >= t.last_action_at)`;

const conditions = ({ towards, unreadOnly }: Way) =>
  `t.archived_at is null and t.id ${towards === 'next' ? '>' : '<'} :ticket${unreadOnly ? ` and not ${seenSql}` : ''}`;

const first = ({ towards }: Way) => `order by t.id ${towards === 'next' ? 'asc' : 'desc'} limit 1`;

// one step in the index of each service managed, however many tickets there are
const managedSql = (way: Way) => `
  select t.id from service_managers m cross join lateral (
    select t.id from tickets t where t.service_id = m.service_id and ${conditions(way)} and ${ownServiceVisibleSql} ${first(way)}
  ) t where m.person_id = :person ${first(way)}`;

const ownSql = (way: Way) => `
  with own as materialized (
    select id from tickets where owner_id = :person
    union select ticket_id from ticket_guests where person_id = :person
  )
  select t.id from own join tickets t on t.id = own.id where ${conditions(way)} and ${visibleSql} ${first(way)}`;

/** The ticket before or after this one, by number: of the services managed, or else of one's own and where one is invited. */
export async function neighbourOf(db: Db, person: Person, ticketId: number, way: Way): Promise<number | null> {
  const sql = person.manages.length > 0 ? managedSql(way) : ownSql(way);
  const [found] = await rows<{ id: number }>(db, sql, { ...readerBindings(person), ticket: ticketId });
  return found?.id ?? null;
}
