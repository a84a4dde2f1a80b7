import type { Knex } from 'knex';

// each kind of mark ends differently: 0, 1 and 2 the age, in blocks of 512 ids, 8,192 and 131,072; 4 the service and the age,
// in blocks of 524,288
const marks = `
  create function search_marks(id bigint, service integer) returns integer[]
    language sql immutable parallel safe as $$
    select array[(id >> 9 << 3)::integer, (id >> 13 << 3 | 1)::integer, (id >> 17 << 3 | 2)::integer,
      (((service & 16383)::bigint << 13 | (id >> 19 & 8191)) << 3 | 4)::integer]
  $$;
  create index ticket_events_search on ticket_events
    using gin (search, search_marks(id, service_id)) with (fastupdate = off)
    where message_text is not null;
  create index ticket_subjects_search on ticket_subjects
    using gin (search, search_marks(ticket_id, service_id)) with (fastupdate = off);
  create index ticket_subjects_service on ticket_subjects (service_id, ticket_id desc);`;

// what Postgres saw when it last analysed the tables, kept where a search finds it at once: to take it out of the statistics
// costs as much as a search
const wordShares = `
  create table word_shares (word text primary key, texts real, subjects real);
  comment on table word_shares is 'in which part of the texts, and of the subjects, a word is; where nothing is said it is rare';

  create function note_word_shares() returns bigint language sql as $$
    with seen as (
      select s.tablename, common.word, common.share from pg_stats s,
        unnest(cast(cast(s.most_common_elems as text) as text[]), s.most_common_elem_freqs) common(word, share)
      where s.schemaname = current_schema() and s.tablename in ('ticket_events', 'ticket_subjects') and s.attname = 'search'
        and common.word is not null
    ), shares as (
      select word, max(share) filter (where tablename = 'ticket_events') as texts,
        max(share) filter (where tablename = 'ticket_subjects') as subjects
      from seen group by word
    ), gone as (
      delete from word_shares w
      where exists (select 1 from shares) and not exists (select 1 from shares s where s.word = w.word)
    ), noted as (
      insert into word_shares (word, texts, subjects) select word, texts, subjects from shares order by word
      on conflict (word) do update set texts = excluded.texts, subjects = excluded.subjects
        where (word_shares.texts, word_shares.subjects) is distinct from (excluded.texts, excluded.subjects)
      returning 1
    )
    select count(*) from noted
  $$;`;

// of words that must all be there, the index is asked for the rare ones: to find where a frequent one is besides, it would
// unpack a page of it for each. A share is null when it is not known, hence small
const rareWords = `
  create function rare_words(wanted tsquery, out rare tsquery, out texts real, out subjects real)
    language plpgsql stable set plan_cache_mode = force_generic_plan as $$
  declare
    said text := wanted::text;
  begin
    rare := wanted;
    if said ~ '[!:]' then return; end if;
    if strpos(said, ' ') = 0 then
      select w.texts, w.subjects into texts, subjects from word_shares w where w.word = btrim(said, '''');
    elsif strpos(said, '|') > 0 then
      select max(w.texts), max(w.subjects) into texts, subjects from word_shares w
      where w.word = any (array(select lexeme[1] from regexp_matches(said, $re$'([^'\\\\]+)'$re$, 'g') lexeme));
    else
      with asked as (
        select lexeme[1] as word, coalesce(w.texts, 0) as texts, coalesce(w.subjects, 0) as subjects
        from regexp_matches(said, $re$'([^'\\\\]+)'$re$, 'g') lexeme left join word_shares w on w.word = lexeme[1]
      ), rarest as (
        select greatest(min(a.texts), 0.0005) * 10 as few, nullif(min(a.texts), 0) as texts, nullif(min(a.subjects), 0) as subjects
        from asked a
      )
      select cast(string_agg(quote_literal(a.word), ' & ') filter (where a.texts <= r.few) as tsquery), min(r.texts), min(r.subjects)
      into rare, texts, subjects from asked a, rarest r;
      if rare is null or strpos(said, '<') > 0 then rare := wanted; end if;
    end if;
  end $$;`;

// the marks of a stretch of time
const blocks = `
  create function search_blocks(low bigint, high bigint) returns integer[] language plpgsql immutable as $$
  declare
    size integer := 0;
    found integer[] := '{}';
  begin
    while size < 8 and ((high - 1) >> (9 + size)) - (low >> (9 + size)) > 11 loop size := size + 4; end loop;
    for block in low >> (9 + size) .. (high - 1) >> (9 + size) loop
      found := found || (block << 3 | size / 4)::integer;
    end loop;
    return found;
  end $$;`;

interface Kind {
  table: string;
  id: string;
  /** Of a row `x`. */
  found: string;
  filled: string;
  /** Whether who asks may well read it: the rule is asked afterwards, of the ticket. */
  likely: string;
  /** How many of those that may well be read, where they are `most` among all. */
  enough: string;
  /** As an index of a service has them. */
  order: string;
}

const texts: Kind = {
  table: 'ticket_events',
  id: 'x.id',
  found: 'x.id, x.ticket_id, x.actor_id, x.audience, ts_rank(x.search, wanted)',
  filled: 'x.message_text is not null',
  likely: `(services is null or many_own or x.service_id = any (services) or x.audience = 'everyone' or x.actor_id = person)`,
  enough: 'most * 2 / 5',
  order: 'x.at desc, x.id desc',
};
const subjects: Kind = {
  table: 'ticket_subjects',
  id: 'x.ticket_id',
  found: 'null::bigint, x.ticket_id, person, null::text, ts_rank(x.search, wanted) * 3::real',
  filled: 'x.search is not null',
  likely: 'true',
  enough: 'most',
  order: 'x.ticket_id desc',
};

// `is true` and `+ 0` keep an index away: that of the words, or all the others
const held = '(x.search @@ wanted) is true';
const indexed = `x.search @@ rare and (rare = wanted or ${held})`;
const marksOf = ({ id }: Kind) => `search_marks(${id}, x.service_id)`;
const newest = ({ id }: Kind) => `order by ${id} + 0 desc limit`;

/** The latest rows that hold what is nearly everywhere: they are read one after the other. */
const walk = (kind: Kind) => `
  low := greatest(0, high - (3 * most / share)::bigint);
  cut := true;
  return query select ${kind.found}, true from ${kind.table} x
    where ${kind.id} >= low and ${kind.filled} and ${kind.likely} and ${held}
    order by ${kind.id} desc limit ${kind.enough};`;

// to fetch them all costs less than to tell the latest by the marks, which takes a row some two hundred times less
const few = (share: string) => `200 * ${share} * ${share} * high < most`;

/**
 * The latest rows that hold the words: goes back in time, further and further, and stops when there are enough. The marks
 * keep from reading, of a word that is in a million texts, more than is wanted. What is rare is read whole.
 */
const goBack = (kind: Kind) => `
  looked := 0;
  enough := 0;
  low := case when ${few('share')} then 0 else greatest(0, high - coalesce((most / share)::bigint, 8192)) end;
  while low > 0 loop
    marks := search_blocks(low, high);
    return query select ${kind.found}, ${kind.likely} from ${kind.table} x
      where ${kind.filled} and ${indexed} and ${marksOf(kind)} && marks and ${kind.id} + 0 >= low and ${kind.id} + 0 < high
      ${newest(kind)} most - enough;
    get diagnostics got = row_count;
    enough := enough + got;
    looked := looked + high - low;
    exit when enough >= most or (share > 0 and 3 * enough >= most);
    high := low;
    low := case when ${few('(enough::real / looked)')} then 0 else greatest(0,
      low - least(15 * looked, greatest(looked, looked * (most - enough) * 6 / 5 / greatest(enough, 1)))) end;
  end loop;
  if low = 0 then
    return query select ${kind.found}, true from ${kind.table} x
      where ${kind.filled} and ${indexed} and ${kind.id} + 0 < high and (${kind.likely} or x.ticket_id = any (own))
      ${newest(kind)} most;
    get diagnostics got = row_count;
  end if;
  cut := low > 0 or got >= most;`;

const own = (kind: Kind) => `
  return query select ${kind.found}, true from ${kind.table} x
    where x.ticket_id = any (own) and ${kind.filled} and ${held};`;

/** What each of these services has, as far back as their volume tells. */
const ofServices = (kind: Kind) => `
  if share >= 0.02 then
    return query select ${kind.found}, true from unnest(managed) kept cross join lateral (
      select * from (
        select * from ${kind.table} x where x.service_id = kept and ${kind.filled}
        order by ${kind.order} limit (3 * most / share)::integer
      ) x where ${held} limit most) x;
  else
    if apart is null then
      -- as many ids for one that is theirs, in the service that has the most
      select coalesce((last_text - max(far.id)) / 100.0, last_text) into apart from unnest(managed) kept cross join lateral (
        select e.id from ticket_events e where e.service_id = kept order by e.at desc, e.id desc offset 100 limit 1
      ) far;
    end if;
    low := greatest(0, high - least(2097152, most * apart / coalesce(share, 0.001)))::bigint;
    marks := '{}';
    foreach service in array managed loop
      for block in low >> 19 .. (high - 1) >> 19 loop
        marks := marks || (search_marks(block::bigint << 19, service))[4];
      end loop;
    end loop;
    return query select ${kind.found}, true from ${kind.table} x
      where ${kind.filled} and ${indexed} and ${marksOf(kind)} && marks ${newest(kind)} most;
  end if;`;

/** Those of everybody, and when there may be others one's own, and those of one's services. */
const latest = (kind: Kind, last: string, most: string) => `
  high := ${last} + 1;
  most := ${most} / part;
  if share >= 0.1 then ${walk(kind)}
  else ${goBack(kind)}
  end if;
  if cut then
    more := true;
    ${own(kind)}
    if managed is not null then
      high := ${last} + 1;
      most := ${most} / 3;
      ${ofServices(kind)}
    end if;
  end if;`;

const mostOwn = 300;

const named = `
  create function people_named(name text) returns setof integer language plpgsql stable rows 1 as $$
  begin
    return query select p.id from people p
      where people_words(p.display_name) @@ plainto_tsquery('simple', public.unaccent(name));
  end $$;`;

// what other people wrote may hide one's own tickets, and those of a small service: these are looked at besides
const foundByWords = `
  create function found_by_words(wanted tsquery, person integer, services integer[], managed integer[],
      most_texts integer, most_subjects integer)
    returns table (event bigint, ticket bigint, actor integer, audience text, rank real, likely boolean)
    language plpgsql stable rows 10 set plan_cache_mode = force_generic_plan as $$
  declare
    part integer := case when managed is not null then 4 when services = '{}' then 2 else 1 end;
    rare tsquery;
    share real;
    share_of_texts real;
    last_text bigint;
    last_subject bigint;
    own bigint[];
    invited bigint[];
    many_own boolean;
    apart real;
    most integer;
    high bigint;
    low bigint;
    looked bigint;
    enough integer;
    got integer;
    marks integer[];
    service integer;
    cut boolean;
    more boolean := false;
  begin
    if coalesce(numnode(wanted), 0) = 0 then return; end if;
    select r.rare, r.subjects, r.texts,
      coalesce((select max(e.id) from ticket_events e), 0), coalesce((select max(s.ticket_id) from ticket_subjects s), 0),
      array(select t.id from tickets t where t.owner_id = person order by t.last_action_at desc, t.id desc limit ${mostOwn}),
      array(select g.ticket_id from ticket_guests g where g.person_id = person limit ${mostOwn})
    into rare, share, share_of_texts, last_text, last_subject, own, invited from rare_words(wanted) r;
    many_own := cardinality(own) = ${mostOwn} or cardinality(invited) = ${mostOwn};
    own := own || invited;
    ${latest(subjects, 'last_subject', 'most_subjects')}
    if most_texts > 0 then
      share := share_of_texts;
      ${latest(texts, 'last_text', 'most_texts')}
    end if;
    if more then
      return query select null::bigint, null::bigint, null::integer, null::text, null::real, true;
    end if;
  end $$;`;

export const up = (knex: Knex) =>
  knex.schema.raw([marks, named, wordShares, rareWords, blocks, foundByWords].join('\n'));

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop function found_by_words, search_blocks, rare_words, note_word_shares, people_named;
    drop table word_shares;
    drop index ticket_events_search, ticket_subjects_search;
    drop function search_marks;
  `);
