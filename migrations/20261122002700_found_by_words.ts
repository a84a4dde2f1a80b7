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

const named = `
  create function people_named(name text) returns setof integer language plpgsql stable rows 1 as $$
  begin
    return query select p.id from people p
      where people_words(p.display_name) @@ plainto_tsquery('simple', public.unaccent(name));
  end $$;`;

export const up = (knex: Knex) => knex.schema.raw([marks, named, wordShares, rareWords].join('\n'));

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop function rare_words, note_word_shares, people_named;
    drop table word_shares;
    drop index ticket_events_search, ticket_subjects_search, ticket_subjects_service;
    drop function search_marks;
  `);
