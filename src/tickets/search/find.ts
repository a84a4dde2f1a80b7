import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { placeSql } from '../lists.ts';
import type { TicketLine } from '../pages.ts';
import { shownNameSql } from '../people-shown.ts';
import { readableEntrySql, readerBindings } from '../visibility.ts';
import { candidatesSql, cutSql, servicesOf } from './candidates.ts';
import { filtered } from './filtered.ts';
import { listedSql } from './listed.ts';
import type { SearchQuery } from './query.ts';

type Line = Pick<TicketLine, 'id' | 'subject' | 'status' | 'category' | 'owner' | 'lastActionAt'>;

interface Hit extends Line {
  /** Of an entry that the reader may read: pieces of its text, those found marked. */
  excerpt: { text: string; found: boolean }[];
}

export interface Found {
  hits: Hit[];
  more: boolean;
  /** `alike`: nothing has these words, these subjects are near. */
  how: 'exact' | 'wide' | 'alike';
}

const mostHits = 20;
const fewHits = 10;
/** Looked at before they are ranked, the latest: a word that is everywhere says little. Filters leave fewer of them. */
const mostLookedAt = { alone: { texts: 100, subjects: 50 }, filtered: { texts: 3000, subjects: 900 } };

// what is found stands between two characters that no text holds (of the private use area)
const excerpt = `
  (select ts_headline('guichet_fr', translate(e.message_text, chr(57344) || chr(57345), ''), (select q from wanted),
     'StartSel=' || chr(57344) || ', StopSel=' || chr(57345) || ', MaxFragments=2, MaxWords=22, MinWords=8, FragmentDelimiter= … ')
   from ticket_events e where e.id = hit.event)`;

const shown = (cut = cutSql) => `
  select t.id, t.subject, t.status, ${placeSql} as category, ${shownNameSql('owner')} as owner,
    t.last_action_at, ${excerpt} as excerpt, ${cut} as cut
  from hit join tickets t on t.id = hit.id join services s on s.id = t.service_id join categories c on c.id = t.category_id
    join people owner on owner.id = t.owner_id
  order by hit.rank desc, t.last_action_at desc, t.id desc limit ${mostHits + 1}`;

const hits = (where: string, limit: number) => `
  hit as (
    select t.id, max(e.rank) as rank, (array_agg(e.event order by e.rank desc, e.event desc) filter (where e.event is not null))[1] as event
    from candidate e join tickets t on t.id = e.ticket_id
    where e.likely and ${readableEntrySql('e', 'actor_id')} and ${where}
    group by t.id order by rank desc, t.id desc limit ${limit})`;

const exact = "websearch_to_tsquery('guichet_fr', :words)";
const oneOf = `cast(replace(cast(${exact} as text), '&', '|') as tsquery)`;
const holding = (query: string) => `with wanted as materialized (select ${query} as q), ${candidatesSql}`;

const exactSql = (where: string) => `${holding(exact)}, ${hits(where, mostHits + 1)} ${shown()}`;

// some of the words in the subject, the others in one of the texts
const together = `((select s.search from ticket_subjects s where s.ticket_id = t.id)
  || coalesce((select x.search from ticket_events x where x.id = e.event), '')) @@ ${exact}`;
const wideSql = (where: string) => `${holding(oneOf)}, ${hits(`${where} and ${together}`, mostHits + 1)} ${shown()}`;

// each word, or one that is written nearly so in some subject, whoever may read it: which one it was is never told
const alike = `
  (select case when bool_and(either is not null) then to_tsquery('guichet_fr', string_agg('(' || either || ')', ' & ')) end from (
    select string_agg(near.word, '|') as either
    from (select word from words_of_subject(:words) word where length(to_tsvector('guichet_fr', word)) > 0 limit 8) typed
    left join lateral (
      select w.word from subject_words w
      where typed.word <% w.word or (w.word % typed.word and similarity(w.word, typed.word) >= 0.4)
      order by similarity(w.word, typed.word) desc, w.word limit 5
    ) near on true group by typed.word
  ) typed)`;
const alikeSql = (where: string) => `${holding(alike)}, ${hits(where, mostHits)} ${shown()}`;

const allSql = (_: string, query: SearchQuery) => `
  with wanted as (select null::tsquery as q),
  hit as (select id, 0 as rank, null::bigint as event from (${listedSql(query, mostHits + 1)}) listed)
  ${shown('false')}`;

const statements = { exact: exactSql, wide: wideSql, alike: alikeSql, all: allSql };
const known = new Map<string, string>();

/** Put together once for the same criteria: these are long. */
function statement(how: keyof typeof statements, query: SearchQuery): string {
  const where = filtered(query);
  const key = `${how} ${where}`;
  const sql = known.get(key) ?? statements[how](where, query);
  known.set(key, sql);
  return sql;
}

type Row = Line & { excerpt: string | null; cut: boolean };

const pieces = (headline: string | null): Hit['excerpt'] =>
  (headline ?? '')
    .split(/(\ue000[^\ue001]*\ue001)/u)
    .filter(Boolean)
    .map((piece) => ({ text: piece.replace(/[\ue000\ue001]/gu, ''), found: piece.startsWith('\ue000') }));

const withinLimit = (found: readonly Row[], how: Found['how']): Found => ({
  hits: found
    .slice(0, mostHits)
    .map(({ cut: _, excerpt: headline, ...row }) => ({ ...row, excerpt: pieces(headline) })),
  more: found.length > mostHits || found[0]?.cut === true,
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
  if (words === '') return withinLimit(await rows<Row>(db, statement('all', query), bindings), 'exact');
  const asked = { ...bindings, ...servicesOf(person), words };
  const most = isAlone(query) ? mostLookedAt.alone : mostLookedAt.filtered;
  const ask = (how: Found['how'], { texts, subjects } = most) =>
    rows<Row>(db, statement(how, query), { ...asked, texts, subjects });

  const exact = await ask('exact');
  // what is excluded, or said in full, is meant as it is said
  if (exact.length >= fewHits || /(^|\s)-|"/.test(words)) return withinLimit(exact, 'exact');
  const wide = /\s/.test(words) ? await ask('wide') : [];
  const found = wide.length > exact.length ? wide : exact;
  if (found.length > 0) return withinLimit(found, found === wide ? 'wide' : 'exact');
  return withinLimit(await ask('alike', { ...most, texts: 0 }), 'alike');
}
