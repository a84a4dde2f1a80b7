import type { Knex } from 'knex';

// each kind of mark ends differently: 0, 1 and 2 the age, in blocks of 512 ids, 8,192 and 131,072; 4 the service
const marks = `
  create function search_marks(id bigint, service integer) returns integer[]
    language sql immutable parallel safe as $$
    select array[(id >> 9 << 3)::integer, (id >> 13 << 3 | 1)::integer, (id >> 17 << 3 | 2)::integer, service << 3 | 4]
  $$;
  create index ticket_events_search on ticket_events
    using gin (search, search_marks(id, service_id)) with (fastupdate = off)
    where message_text is not null;
  create index ticket_subjects_search on ticket_subjects
    using gin (search, search_marks(ticket_id, service_id)) with (fastupdate = off);`;

// of words that must all be there, the index is asked for the rare ones: to find where a frequent one is besides, it would
// unpack a page of it for each. Which are frequent is what Postgres has seen when it last analysed the table
const rareWords = `
  create function rare_words(wanted tsquery) returns tsquery language plpgsql stable as $$
  declare
    rare text;
  begin
    if wanted::text ~ '[|!<:]' or wanted::text !~ '&' then return wanted; end if;
    with asked as (
      select lexeme[1] as word, coalesce((
        select share from pg_stats s,
          unnest(cast(cast(s.most_common_elems as text) as text[]), s.most_common_elem_freqs) common(word, share)
        where s.schemaname = current_schema() and s.tablename = 'ticket_events' and s.attname = 'search'
          and common.word = lexeme[1]), 0) as share
      from regexp_matches(cast(wanted as text), $re$'([^'\\\\]+)'$re$, 'g') lexeme
    )
    select string_agg(quote_literal(word), ' & ') into rare from asked
    where share <= 10 * greatest((select min(share) from asked), 0.0005);
    return coalesce(cast(rare as tsquery), wanted);
  end $$;`;

/**
 * The latest rows that hold the words: goes back in time, further and further, and stops when there are enough. The marks
 * keep from reading, of a word that is in a million texts, more than is wanted; `+ 0` keeps the other indexes away. Of
 * some services alone, it does not go back for ever: that would be long, for those that have little.
 */
function latest(name: string, { columns, selected, from, id, where, marks }: Record<string, string>): string {
  const query = (...among: string[]) => `return query select ${selected} from ${from}
          where ${[where, 'x.search @@ rare', ...among.map((some) => `${marks} && ${some}`)].join(' and ')}
            and (rare = wanted or (x.search @@ wanted) is true) and ${id} + 0 >= low and ${id} + 0 < high order by ${id} + 0 desc limit most - enough;`;
  return `
  create function ${name}(wanted tsquery, rare tsquery, kept integer[], most integer) returns table (${columns})
    language plpgsql stable rows 1 set plan_cache_mode = force_generic_plan as $$
  declare
    high bigint := coalesce((select max(${id}) from ${from}), 0) + 1;
    low bigint := greatest(0, high - case when kept is null then 2048 else 131072 end);
    looked bigint := 0;
    enough integer := 0;
    got integer;
    size integer;
    blocks integer[];
  begin
    loop
      size := 0;
      while size < 8 and ((high - 1) >> (9 + size)) - (low >> (9 + size)) > 8 loop size := size + 4; end loop;
      low := low >> (9 + size) << (9 + size);
      blocks := array(select (block << 3 | size / 4)::integer
        from generate_series(low >> (9 + size), (high - 1) >> (9 + size)) block);
      if kept is not null then
        ${query('blocks', 'kept')}
      elsif low > 0 then
        ${query('blocks')}
      else
        ${query()}
      end if;
      get diagnostics got = row_count;
      enough := enough + got;
      looked := looked + high - low;
      exit when enough >= most or low = 0 or kept is not null;
      high := low;
      -- what is rare is read whole
      low := case when looked > 16384 and enough * high / looked < 4 * most then 0 else greatest(0,
        low - least(15 * looked, greatest(looked, looked * (most - enough) * 6 / 5 / greatest(enough, 1)))) end;
    end loop;
  end $$;`;
}

const named = `
  create function people_named(name text) returns setof integer language plpgsql stable rows 1 as $$
  begin
    return query select p.id from people p
      where people_words(p.display_name) @@ plainto_tsquery('simple', public.unaccent(name));
  end $$;`;

const latestTexts = latest('latest_texts', {
  columns: 'event bigint, ticket bigint, actor integer, audience text, rank real',
  selected: 'x.id, x.ticket_id, x.actor_id, x.audience, ts_rank(x.search, wanted)',
  from: 'ticket_events x',
  id: 'x.id',
  where: 'x.message_text is not null',
  marks: 'search_marks(x.id, x.service_id)',
});
const latestSubjects = latest('latest_subjects', {
  columns: 'ticket bigint, rank real',
  selected: 'x.ticket_id, ts_rank(x.search, wanted)',
  from: 'ticket_subjects x',
  id: 'x.ticket_id',
  where: 'x.search is not null',
  marks: 'search_marks(x.ticket_id, x.service_id)',
});

export const up = (knex: Knex) => knex.schema.raw([marks, named, rareWords, latestTexts, latestSubjects].join('\n'));

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop function latest_texts, latest_subjects, rare_words, people_named;
    drop index ticket_events_search, ticket_subjects_search;
    drop function search_marks;
  `);
