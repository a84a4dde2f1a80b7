import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { placeSql } from '../lists.ts';
import { namesSql, type Worded } from '../sentence.ts';
import type { EffectiveVisibility, Status } from '../ticket.ts';
import { type Audience, managesSql, readerBindings } from '../visibility.ts';
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
const mostLooked = 2000;
const fewestLooked = 250;
/** Of confidential categories, which the page leaves out. */
const spare = 50;

const labelled = (category: string) =>
  `(select ${placeSql} from categories c join services s on s.id = c.service_id where c.id = (${category})::integer)`;

/** What a filter adds to the statement; nothing of what is not asked stays there to be planned and prepared. */
const beneathSql = `beneath as (
    select id from categories where id = :category
    union all select c.id from categories c join beneath b on c.parent_id = b.id
  ), `;

const placeOfAfterSql = `place as materialized (
    select coalesce(max(e.at), 'infinity') as at, coalesce(max(e.id), 0) as id
    from ticket_events e where e.id = :after and e.service_id = any (cast(:manages as integer[]))
  ), `;

/** The people who have these words in their names. */
const authorsNamed = async (db: Db, author: string) =>
  (
    await rows<{ id: number }>(
      db,
      `select id from people where people_words(display_name) @@ plainto_tsquery('simple', public.unaccent(:author))`,
      { author },
    )
  ).map(({ id }) => id);

const lookedAt = ({ after, from, to }: JournalFilter) => [
  'e.service_id = m.service_id',
  ...(after === null ? [] : ['(e.at, e.id) < ((select at from place), (select id from place))']),
  ...(from === null ? [] : ['e.at >= cast(:from as date)::timestamp at time zone :zone']),
  ...(to === null ? [] : ['e.at < (cast(:to as date) + 1)::timestamp at time zone :zone']),
];

const kept = ({ kind, author, category }: JournalFilter) => [
  // who manages the service of the ticket reads all its entries
  managesSql,
  ...(kind === null ? [] : ['l.action = :kind']),
  ...(author === null ? [] : ['l.actor_id = any (cast(:authors as integer[]))']),
  ...(category === null ? [] : ['t.category_id in (select id from beneath)']),
];

/*
 * One walk of the index per service, which stops: a page costs the same whatever the volume and the filter. What is older
 * than the end of one of these walks is left for the next page, whichever service it is of.
 */
const journalSql = (filter: JournalFilter, looks: number) => `
  with recursive ${filter.category === null ? '' : beneathSql}${filter.after === null ? '' : placeOfAfterSql}
  looked as materialized (
    select e.service_id, e.id, e.at, e.ticket_id, e.action, e.actor_id
    from service_managers m cross join lateral (
      select e.service_id, e.id, e.at, e.ticket_id, e.action, e.actor_id from ticket_events e
      where ${lookedAt(filter).join(' and ')} order by e.at desc, e.id desc limit ${looks}) e
    where m.person_id = :person${filter.service === null ? '' : ' and m.service_id = :service'}
  ), stopped as (
    select service_id, min(at) as at from looked group by service_id having count(*) = ${looks}
  ), reached as materialized (
    select l.at, min(l.id) as id from looked l join stopped using (service_id, at)
    group by l.service_id, l.at order by at desc, id desc limit 1
  ), found as (
    select l.id, l.at from (
      select id, at, ticket_id, action, actor_id from looked
      where (at, id) >= (coalesce((select at from reached), '-infinity'), coalesce((select id from reached), 0))
      order by at desc, id desc
    ) l join tickets t on t.id = l.ticket_id
    where ${kept(filter).join(' and ')}
    order by l.at desc, l.id desc limit ${filter.size + 1}
  )
  select r.at as reached_at, r.id as reached_id,
    e.id, e.at, e.action, e.audience, e.actor_id, a.display_name as actor_name, left(e.message_text, 240) as text, e.details,
    ${labelled("e.changes #>> '{categoryId,0}'")} as moved_from, ${labelled("e.changes #>> '{categoryId,1}'")} as moved_to,
    t.id as ticket_id, t.subject, t.status, t.archived_at is not null as archived, t.anonymous, t.effective_visibility,
    ${placeSql} as category, c.concealed as confidential,
    ${namesSql}
  from (select 1) once left join reached r on true left join found on true left join ticket_events e on e.id = found.id
  left join tickets t on t.id = e.ticket_id left join categories c on c.id = t.category_id
  left join services s on s.id = c.service_id left join people a on a.id = e.actor_id
  order by e.at desc, e.id desc`;

type Row = JournalRow & { id: number | null; reachedAt: Date | null; reachedId: number | null };

/** By halves, so that there are few statements to plan. */
const looksFor = ({ kind, author, category, size }: JournalFilter, services: number) =>
  kind === null && author === null && category === null
    ? size + 1 + spare
    : Math.max(fewestLooked, Math.ceil(mostLooked / 2 ** Math.ceil(Math.log2(Math.max(1, services)))));

/** The entries of the tickets of the services that this person manages, the newest first. */
export async function journalOf(db: Db, person: Person, filter: JournalFilter, zone: string): Promise<JournalPart> {
  const sql = journalSql(filter, looksFor(filter, filter.service === null ? person.manages.length : 1));
  const authors = filter.author === null ? [] : await authorsNamed(db, filter.author);
  // a name that nobody has: there is nothing to look for, however far
  if (filter.author !== null && authors.length === 0) return { entries: [], after: null, lookedUntil: null };
  const found = await rows<Row>(db, sql, { ...readerBindings(person), ...filter, authors, zone });
  const entries = found.filter(({ id }) => id !== null).slice(0, filter.size);
  const [{ reachedAt, reachedId } = { reachedAt: null, reachedId: null }] = found;
  if (found.length > filter.size) return { entries, after: entries.at(-1)?.id ?? null, lookedUntil: null };
  return { entries, after: reachedId, lookedUntil: reachedAt };
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
       from categories c where c.service_id = s.id and c.id <> all (cast(:concealed as integer[]))), '[]') as categories
     from services s join service_managers m on m.service_id = s.id and m.person_id = :person order by s.label, s.id`,
    { person: person.id, concealed: person.concealed },
  );
