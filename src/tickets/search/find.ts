import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { lineColumns, lineJoins } from '../lists.ts';
import type { TicketLine } from '../pages.ts';
import { readableEntrySql, readerBindings, visibleSql } from '../visibility.ts';
import { type Candidate, columnsOf, latestWith, nearWith } from './candidates.ts';
import { filtered } from './filtered.ts';
import { listedSql } from './listed.ts';
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

const mostHits = 25;
const fewHits = 10;
/** Looked at before they are ranked, the latest: a word that is everywhere says little. Filters leave fewer of them. */
const most = { alone: { texts: 300, subjects: 100 }, filtered: { texts: 3000, subjects: 1000 } };

// what is found stands between two characters that no text holds (of the private use area)
const excerpt = `
  (select ts_headline('guichet_fr', translate(e.message_text, chr(57344) || chr(57345), ''), (select q from wanted),
     'StartSel=' || chr(57344) || ', StopSel=' || chr(57345) || ', MaxFragments=2, MaxWords=22, MinWords=8, FragmentDelimiter= … ')
   from ticket_events e where e.id = hit.event)`;

const shown = `
  select ${lineColumns}, ${excerpt} as excerpt
  from hit join tickets t on t.id = hit.id ${lineJoins}
  order by hit.rank desc, t.last_action_at desc, t.id desc limit ${mostHits + 1}`;

// who opens a ticket reads its subject, as he would a text of his own
const candidates = `
  (select c.event, c.ticket as ticket_id, case when c.event is null then :person else c.actor end as actor_id, c.audience, c.rank
   from unnest(cast(:events as bigint[]), cast(:tickets as bigint[]), cast(:actors as integer[]),
     cast(:audiences as text[]), cast(:ranks as real[])) c(event, ticket, actor, audience, rank)) e`;

const rankedSql = (and: string) => `
  with wanted as materialized (select websearch_to_tsquery('guichet_fr', :words) as q),
  hit as (
    select t.id, max(e.rank) as rank, (array_agg(e.event order by e.rank desc, e.event desc) filter (where e.event is not null))[1] as event
    from ${candidates} join tickets t on t.id = e.ticket_id
    where ${readableEntrySql('e', 'actor_id')} and ${filtered} ${and}
    group by t.id order by rank desc, t.id desc limit ${mostHits + 1}
  )
  ${shown}`;

const exactSql = rankedSql('');
const wideSql = rankedSql(`and ((select s.search from ticket_subjects s where s.ticket_id = t.id)
    || coalesce((select x.search from ticket_events x where x.id = e.event), '')) @@ (select q from wanted)`);

// the first that look alike, before they are compared: a short word looks like thousands
const alikeSql = `
  with wanted as (select websearch_to_tsquery('guichet_fr', :words) as q),
  near as materialized (
    select t.id, alike.words from ticket_subjects alike join tickets t on t.id = alike.ticket_id
    where plain_words(:words) <% alike.words and ${visibleSql} and ${filtered} limit 200),
  hit as (
    select id, word_similarity(plain_words(:words), words) as rank, null::bigint as event
    from near order by rank desc limit 20)
  ${shown}`;

const allSql = (query: SearchQuery) => `
  with wanted as (select null::tsquery as q),
  hit as (select id, 0 as rank, null::bigint as event from (${listedSql(query, mostHits + 1)}) listed)
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

const isAlone = ({ statuses, service, owner, handler, after, before }: SearchQuery) =>
  [statuses, service, owner, handler, after, before].every((said) => said === null);

/**
 * What this person may read of what is looked for, the best first: a text that is hidden from him is never found. Days are
 * those of `zone`, as in Europe/Paris.
 */
export async function findTickets(db: Db, person: Person, query: SearchQuery, zone: string): Promise<Found> {
  const { words, unknown: _, ...filters } = query;
  const bindings = { ...readerBindings(person), ...filters, zone };
  if (words === '') return withinLimit(await rows<Row>(db, allSql(query), bindings), 'exact');
  const looked = isAlone(query) ? most.alone : most.filtered;
  const ranked = (sql: string, found: readonly Candidate[]) =>
    found.length === 0 ? [] : rows<Row>(db, sql, { ...bindings, words, ...columnsOf(found) });

  const latest = await latestWith(db, words, looked);
  const exact = await ranked(exactSql, latest.found);
  // what is excluded, or said in full, is meant as it is said
  if (exact.length >= fewHits || /(^|\s)-|"/.test(words)) return withinLimit(exact, 'exact');
  if (latest.cut) {
    const near = await ranked(exactSql, await nearWith(db, person, words));
    return withinLimit(near.length > exact.length ? near : exact, 'exact');
  }
  const one = /\s/.test(words) ? (await latestWith(db, words, looked, { wide: true })).found : [];
  const wide = await ranked(wideSql, one);
  const found = wide.length > exact.length ? wide : exact;
  if (found.length > 0) return withinLimit(found, found === wide ? 'wide' : 'exact');
  return withinLimit(await rows<Row>(db, alikeSql, { ...bindings, words }), 'alike');
}
