import type { Knex } from 'knex';

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
  /** Whether nothing else is fetched: for who may read much of it, of a word whose frequency is known. */
  sifted: string;
  /** What part of them is looked at for the latest of all: who manages little or nothing may read few of them. */
  part: string;
  /** How many of those of one's services, and of all who may be read. */
  many: string;
  /** As an index of a service has them. */
  order: string;
}

const texts: Kind = {
  table: 'ticket_events',
  id: 'x.id',
  found: 'x.id, x.ticket_id, x.actor_id, x.audience, ts_rank(x.search, wanted)',
  filled: 'x.message_text is not null',
  likely: `(services is null or many_own or x.service_id = any (services) or x.audience = 'everyone' or x.actor_id = person)`,
  sifted: `known is not null and managed is null and services <> '{}'`,
  part: `case when managed is not null then 4 when services = '{}' or sifted then 2 else 1 end`,
  many: 'theirs',
  order: 'x.at desc, x.id desc',
};
const subjects: Kind = {
  table: 'ticket_subjects',
  id: 'x.ticket_id',
  found: 'null::bigint, x.ticket_id, person, null::text, ts_rank(x.search, wanted) * 3::real',
  filled: 'x.search is not null',
  likely: 'true',
  sifted: 'false',
  part: 'case when managed is not null then 3 else 1 end',
  many: 'most + theirs',
  order: 'x.ticket_id desc',
};

// `is true` and `+ 0` keep an index away: that of the words, or all the others
const held = '(x.search @@ wanted) is true';
const indexed = `x.search @@ rare and (rare = wanted or ${held})`;
const marksOf = ({ id }: Kind) => `search_marks(${id}, x.service_id)`;
const newest = ({ id }: Kind) => `order by ${id} + 0 desc limit`;

// to fetch them all costs less than to tell the latest by the marks, which takes a row some two hundred times less
const few = '200 * coalesce(known, share) ^ 2 * high < most';

/**
 * The latest rows that hold the words: goes back in time as far as the words are frequent, or seem to be, and further when
 * that was not enough: what was written last may all be of one day, and say something else. The marks keep from reading, of
 * a word that is in a million texts, more than is wanted. What is rare is read whole.
 */
const goBack = (kind: Kind) => `
  loop
    if ${few} then low := 0; end if;
    exit when low = 0 or (share < 0.02 and managed is not null);
    low := greatest(0, high - least(coalesce(((most - enough) / share)::bigint, 8192), 4 * nullif(looked, 0)));
    exit when low = 0;
    marks := search_blocks(low, high);
    return query select ${kind.found}, ${kind.likely} from ${kind.table} x
      where ${kind.filled} and ${indexed} and ${marksOf(kind)} && marks and ${kind.id} + 0 >= low and ${kind.id} + 0 < high
        and (sifted is not true or ${kind.likely})
      ${newest(kind)} most - enough;
    get diagnostics got = row_count;
    enough := enough + got;
    looked := looked + high - low;
    high := low;
    if share is null or 3 * enough < most then share := greatest(1, enough)::real / looked; end if;
    exit when 3 * enough >= most or (sifted and looked * known > 64 * most);
  end loop;
  got := most;
  if low = 0 then
    return query select ${kind.found}, true from ${kind.table} x
      where ${kind.filled} and ${indexed} and ${kind.id} + 0 < high and (${kind.likely} or x.ticket_id = any (own))
      ${newest(kind)} most;
    get diagnostics got = row_count;
    share := coalesce(share, greatest(1, got)::real / high);
  end if;
  cut := got >= most;`;

const own = (kind: Kind) => `
  return query select ${kind.found}, true from ${kind.table} x
    where x.ticket_id = any (own) and ${kind.filled} and ${held};`;

/** What each of these services has of a frequent word. */
const walkServices = (kind: Kind) => `
  return query select ${kind.found}, true from unnest(managed) kept cross join lateral (
    select * from (
      select * from ${kind.table} x where x.service_id = kept and ${kind.filled}
      order by ${kind.order} limit (3 * theirs / share)::integer
    ) x where ${held} limit theirs) x;`;

/**
 * What these services have, as far back as their volume tells, and the latest of all, which one scan of the index finds;
 * `apart` is how many ids there are for one of theirs.
 */
const lookInServices = (kind: Kind) => `
  marks := search_blocks(greatest(0, high - (most / share)::bigint), high);
  if apart is null then
    select coalesce((last_subject - max(far.id)) / 50.0, last_subject) into apart from unnest(managed) kept cross join lateral (
      select s.ticket_id as id from ticket_subjects s where s.service_id = kept order by s.ticket_id desc offset 50 limit 1
    ) far;
  end if;
  foreach service in array managed loop
    for block in greatest(0, high - least(8388608, 0.8 * theirs * apart / share))::bigint >> 19 .. (high - 1) >> 19 loop
      marks := marks || (search_marks(block::bigint << 19, service))[4];
    end loop;
  end loop;
  return query select ${kind.found}, true from ${kind.table} x
    where ${kind.filled} and ${indexed} and ${marksOf(kind)} && marks and ${kind.likely} ${newest(kind)} ${kind.many};`;

/** Those of everybody, and when there may be others one's own, and those of one's services. */
const latest = (kind: Kind, last: string, wanted: string) => `
  high := ${last} + 1;
  low := high;
  known := share;
  sifted := ${kind.sifted};
  -- of what is written, a third may be read, or so
  if sifted then share := share / 3; end if;
  most := ${wanted} / ${kind.part};
  theirs := ${wanted} / 3;
  looked := 0;
  enough := 0;
  ${goBack(kind)}
  if cut then
    more := true;
    ${own(kind)}
    if managed is not null then
      high := ${last} + 1;
      -- what was seen of the latest rows says less: they may all be of one day
      share := coalesce(known, share);
      if share >= 0.02 then ${walkServices(kind)}
      else ${lookInServices(kind)}
      end if;
    end if;
  end if;`;

const mostOwn = 300;

// what other people wrote may hide one's own tickets, and those of a small service: these are looked at besides
const foundByWords = `
  create function found_by_words(wanted tsquery, person integer, services integer[], managed integer[],
      most_texts integer, most_subjects integer)
    returns table (event bigint, ticket bigint, actor integer, audience text, rank real, likely boolean)
    language plpgsql stable rows 10 set plan_cache_mode = force_generic_plan as $$
  declare
    rare tsquery;
    share real;
    known real;
    share_of_texts real;
    last_text bigint;
    last_subject bigint;
    own bigint[];
    invited bigint[];
    many_own boolean;
    apart real;
    most integer;
    theirs integer;
    high bigint;
    low bigint;
    looked bigint;
    enough integer;
    got integer;
    marks integer[];
    service integer;
    cut boolean;
    sifted boolean;
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

export const up = (knex: Knex) => knex.schema.raw([blocks, foundByWords].join('\n'));

export const down = (knex: Knex) => knex.schema.raw('drop function found_by_words, search_blocks');
