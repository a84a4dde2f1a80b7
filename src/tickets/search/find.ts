import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { lineColumns, lineJoins } from '../lists.ts';
import type { TicketLine } from '../pages.ts';
import { managesSql, readableEntrySql, readerBindings, visibleSql } from '../visibility.ts';
import type { SearchQuery } from './query.ts';

interface Hit extends TicketLine {
  /** Of an entry that the reader may read: pieces of its text, those found marked. */
  excerpt: { text: string; found: boolean }[];
}

export interface Found {
  hits: Hit[];
  more: boolean;
  /** `alike`: nothing has these words, these subjects are near. */
  how: 'exact' | 'wide' | 'alike';
}

const mostHits = 50;
const fewHits = 10;
/** Texts looked at before they are ranked: a word that is everywhere says little. */
const mostTexts = 600;

// a name that an anonymous service hides is no way to find its tickets
const named = (alias: string, words: string) =>
  `(people_words(${alias}.display_name) @@ plainto_tsquery('simple', public.unaccent(${words}))
    and (not t.anonymous or ${alias}.id = :person or ${managesSql}))`;

const filtered = `
  (:archived or t.archived_at is null)
  and (cast(:statuses as text[]) is null or t.status = any (cast(:statuses as text[])))
  and (cast(:service as text) is null or t.service_id in (
    select s.id from services s where plain_words(s.label) like plain_words(:service) || '%'
      or plain_words(s.long_label) like '%' || plain_words(:service) || '%'))
  and (cast(:after as date) is null or t.created_at >= cast(:after as date))
  and (cast(:before as date) is null or t.created_at < cast(:before as date))
  and (cast(:owner as text) is null or exists (
    select 1 from people o where o.id = t.owner_id and ${named('o', ':owner')}))
  and case when cast(:handler as text) is null then true
    when :handler = 'nobody' then t.handler_id is null
    when :handler = 'me' then t.handler_id = :person
    else exists (select 1 from people h where h.id = t.handler_id and ${named('h', ':handler')}) end`;

// what is found stands between two characters that no text holds (of the private use area)
const excerpt = `
  (select ts_headline('guichet_fr', translate(e.message_text, chr(57344) || chr(57345), ''), (select q from wanted),
     'StartSel=' || chr(57344) || ', StopSel=' || chr(57345) || ', MaxFragments=2, MaxWords=22, MinWords=8, FragmentDelimiter= … ')
   from ticket_events e where e.id = hit.event)`;

const shown = `
  select ${lineColumns}, ${excerpt} as excerpt
  from hit join tickets t on t.id = hit.id ${lineJoins}
  order by hit.rank desc, t.last_action_at desc, t.id desc limit :limit`;

const subjects = `
  select t.id, ts_rank(t.search, w.q) * 3 as rank, null::bigint as event
  from wanted w join tickets t on t.search @@ w.q where ${visibleSql} and ${filtered} limit ${mostTexts}`;

const entries = (matches: string) => `
  select t.id, ts_rank(e.search || t.search, w.q) as rank, e.id as event
  from wanted w join ticket_events e on ${matches} and e.message_text is not null join tickets t on t.id = e.ticket_id
  where ${readableEntrySql('e', 'actor_id')} and ${filtered}`;

const best =
  'select id, max(rank) as rank, (array_agg(event order by rank desc) filter (where event is not null))[1] as event';

const exactSql = `
  with wanted as (select websearch_to_tsquery('guichet_fr', :words) as q),
  hit as (${best} from ((${subjects}) union all (${entries('e.search @@ w.q')} limit ${mostTexts})) found group by id)
  ${shown}`;

// some of the words in the subject, the others in one of the texts
const wideSql = `
  with wanted as (select websearch_to_tsquery('guichet_fr', :words) as q,
    cast(replace(cast(websearch_to_tsquery('guichet_fr', :words) as text), '&', '|') as tsquery) as one_of),
  hit as (${best} from (
    (${subjects}) union all
    (${entries('e.search @@ w.one_of')} and (e.search || t.search) @@ w.q limit ${mostTexts})) found group by id)
  ${shown}`;

const alikeSql = `
  with wanted as (select websearch_to_tsquery('guichet_fr', :words) as q),
  hit as (
    select t.id, word_similarity(plain_words(:words), plain_words(t.subject)) as rank, null::bigint as event
    from tickets t where plain_words(:words) <% plain_words(t.subject) and ${visibleSql} and ${filtered}
    order by rank desc limit 20)
  ${shown}`;

const listSql = `
  with wanted as (select null::tsquery as q),
  hit as (
    select t.id, 0 as rank, null::bigint as event from tickets t where ${visibleSql} and ${filtered}
    order by t.last_action_at desc, t.id desc limit :limit)
  ${shown}`;

type Row = TicketLine & { excerpt: string | null };

const pieces = (headline: string | null): Hit['excerpt'] =>
  (headline ?? '')
    .split(/(\ue000[^\ue001]*\ue001)/u)
    .filter(Boolean)
    .map((piece) => ({ text: piece.replace(/[\ue000\ue001]/gu, ''), found: piece.startsWith('\ue000') }));

const withinLimit = (found: readonly Row[], how: Found['how']): Found => ({
  hits: found.slice(0, mostHits).map((row) => ({ ...row, excerpt: pieces(row.excerpt) })),
  more: found.length > mostHits,
  how,
});

/** What this person may read of what is looked for, the best first: a text that is hidden from him is never found. */
export async function findTickets(db: Db, person: Person, query: SearchQuery): Promise<Found> {
  const { words, unknown: _, ...filters } = query;
  const bindings = { ...readerBindings(person), ...filters, limit: mostHits + 1 };
  const run = (sql: string) => rows<Row>(db, sql, words === '' ? bindings : { ...bindings, words });
  if (words === '') return withinLimit(await run(listSql), 'exact');
  const exact = await run(exactSql);
  // what is excluded, or said in full, is meant as it is said
  if (exact.length >= fewHits || /(^|\s)-|"/.test(words)) return withinLimit(exact, 'exact');
  const wide = await run(wideSql);
  if (wide.length > 0) return withinLimit(wide, wide.length > exact.length ? 'wide' : 'exact');
  return withinLimit(await run(alikeSql), 'alike');
}
