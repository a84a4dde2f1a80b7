import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { placeSql } from '../lists.ts';
import { namesSql, type Worded } from '../sentence.ts';
import type { EffectiveVisibility, Status } from '../ticket.ts';
import { type Audience, managesSql, readableEntrySql, readerBindings } from '../visibility.ts';
import type { JournalFilter } from './filter.ts';

export interface JournalRow extends Worded {
  id: number;
  at: Date;
  audience: Audience;
  actorId: number | null;
  actorName: string | null;
  /** The beginning of its text. */
  text: string | null;
  /** The categories that it changed, each after its service. */
  movedFrom: string | null;
  movedTo: string | null;
  ticketId: number;
  subject: string;
  status: Status;
  archived: boolean;
  category: string;
  anonymous: boolean;
  confidential: boolean;
  effectiveVisibility: EffectiveVisibility;
}

export interface JournalPart {
  entries: JournalRow[];
  /** The entry after which the next page begins; null when all was looked at. */
  after: number | null;
  /** A filter found too little: how far back it looked before it stopped. */
  lookedUntil: Date | null;
}

/** Entries looked at for one page, in all the services together, when a filter keeps few of them. */
const mostLooked = 6000;
const fewestLooked = 500;
/** Of confidential categories, which the page leaves out. */
const spare = 50;

const labelled = (category: string) =>
  `(select ${placeSql} from categories c join services s on s.id = c.service_id where c.id = (${category})::integer)`;

/*
 * One walk of the index per service, which stops: a page costs the same whatever the volume and the filter. Bounds are
 * never null, so that the plan that serves every reader seeks them too.
 */
const journalSql = `
  with recursive beneath as (
    select id from categories where id = :category
    union all select c.id from categories c join beneath b on c.parent_id = b.id
  ), place as (
    select coalesce(max(e.at), 'infinity') as at, coalesce(max(e.id), 0) as id
    from ticket_events e where e.id = :after and e.service_id in (select service_id from service_managers where person_id = :person)
  ), looked as materialized (
    select e.id, e.at, e.ticket_id, e.action, e.actor_id
    from service_managers m cross join lateral (
      select e.id, e.at, e.ticket_id, e.action, e.actor_id from ticket_events e
      where e.service_id = m.service_id
        and (e.at, e.id) < ((select at from place), (select id from place))
        and e.at >= coalesce(cast(:from as date)::timestamp at time zone :zone, '-infinity')
        and e.at < coalesce((cast(:to as date) + 1)::timestamp at time zone :zone, 'infinity')
      order by e.at desc, e.id desc limit :looks) e
    where m.person_id = :person and m.service_id = coalesce(cast(:service as integer), m.service_id)
    order by e.at desc, e.id desc limit :looks
  ), found as (
    select l.id, l.at from looked l join ticket_events e on e.id = l.id join tickets t on t.id = l.ticket_id
    where l.action = coalesce(cast(:kind as text), l.action)
      and (cast(:author as text) is null or l.actor_id in (select p.id from people p
        where people_words(p.display_name) @@ plainto_tsquery('simple', public.unaccent(:author))))
      and (cast(:category as integer) is null or t.category_id in (select id from beneath))
      and ${managesSql} and ${readableEntrySql('e', 'actor_id')}
    order by l.at desc, l.id desc limit :size + 1
  ), reached as (
    select count(*) = :looks as stopped, min(at) as at, (array_agg(id order by at, id))[1] as id from looked
  )
  select r.stopped, r.at as reached_at, r.id as reached_id,
    e.id, e.at, e.action, e.audience, e.actor_id, a.display_name as actor_name, left(e.message_text, 240) as text, e.details,
    ${labelled("e.changes #>> '{categoryId,0}'")} as moved_from, ${labelled("e.changes #>> '{categoryId,1}'")} as moved_to,
    t.id as ticket_id, t.subject, t.status, t.archived_at is not null as archived, t.anonymous, t.effective_visibility,
    ${placeSql} as category,
    category_is_confidential(c.id) as confidential,
    ${namesSql}
  from reached r left join found on true left join ticket_events e on e.id = found.id
  left join tickets t on t.id = e.ticket_id left join categories c on c.id = t.category_id
  left join services s on s.id = c.service_id left join people a on a.id = e.actor_id
  order by e.at desc, e.id desc`;

type Row = JournalRow & { id: number | null; stopped: boolean; reachedAt: Date | null; reachedId: number | null };

const looksFor = ({ kind, author, category, size }: JournalFilter, services: number) =>
  kind === null && author === null && category === null
    ? size + 1 + spare
    : Math.max(fewestLooked, Math.ceil(mostLooked / services));

/** The entries of the tickets of the services that this person manages, the newest first. */
export async function journalOf(db: Db, person: Person, filter: JournalFilter, zone: string): Promise<JournalPart> {
  const looks = looksFor(filter, person.manages.length);
  const found = await rows<Row>(db, journalSql, { ...readerBindings(person), ...filter, zone, looks });
  const entries = found.filter(({ id }) => id !== null).slice(0, filter.size);
  const [{ stopped, reachedAt, reachedId } = { stopped: false, reachedAt: null, reachedId: null }] = found;
  if (found.length > filter.size) return { entries, after: entries.at(-1)?.id ?? null, lookedUntil: null };
  return stopped ? { entries, after: reachedId, lookedUntil: reachedAt } : { entries, after: null, lookedUntil: null };
}

export interface JournalPlaces {
  id: number;
  label: string;
  categories: { id: number; label: string }[];
}

/** The services that this person manages, with their categories, to choose among. */
export const journalPlaces = (db: Db, person: Person) =>
  rows<JournalPlaces>(
    db,
    `select s.id, s.label, coalesce((select json_agg(json_build_object('id', c.id, 'label', c.long_label) order by c.long_label, c.id)
       from categories c where c.service_id = s.id and c.id <> all (array(select hidden_categories(:person)))), '[]') as categories
     from services s join service_managers m on m.service_id = s.id and m.person_id = :person order by s.label, s.id`,
    { person: person.id },
  );
