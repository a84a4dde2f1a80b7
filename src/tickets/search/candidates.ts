import type { Person } from '../../people/person.ts';

type Reader = Pick<Person, 'isAdmin' | 'manages' | 'siblings'>;

/** Texts and subjects (no event) that hold the words, the latest: what is shown is asked of the rule afterwards. */
const columns = 'event, ticket_id, actor_id, audience, rank';

// those of other people may hide one's own tickets, and what a manager of few services manages: these are looked at besides
const mostOwn = 300;
const own = `
  own as materialized (
    (select t.id from tickets t where t.owner_id = :person order by t.last_action_at desc, t.id desc limit ${mostOwn})
    union (select g.ticket_id from ticket_guests g where g.person_id = :person limit ${mostOwn}))`;

const q = '(select q from wanted)';
const asked = `${q}, (select rare from wanted)`;
const marks = 'cast(:marks as integer[])';

// who opens a ticket reads its subject, as he would a text of his own; `is true` keeps the index of the words away: they
// may be everywhere, and one's own tickets are few
const subjects = `
  subject as materialized (select ticket, rank from latest_subjects(${asked}, null, :subjects)),
  titled as (
    select null::bigint, ticket, cast(:person as integer), null, rank * 3
    from (select * from subject
      union all select ticket, rank from latest_subjects(${asked}, ${marks}, :subjectsOfServices) where ${marks} is not null) s
    union all
    select null, s.ticket_id, :person, null, ts_rank(s.search, ${q}) * 3
    from own join ticket_subjects s on s.ticket_id = own.id where (s.search @@ ${q}) is true)`;

const texts = `
  text as materialized (select event, ticket, actor, audience, rank from latest_texts(${asked}, null, :texts)),
  written as (
    select * from text
    union all
    select event, ticket, actor, audience, rank from latest_texts(${asked}, ${marks}, :textsOfServices) where ${marks} is not null
    union all
    select e.id, e.ticket_id, e.actor_id, e.audience, ts_rank(e.search, ${q})
    from own join ticket_events e on e.ticket_id = own.id
    where e.message_text is not null and (e.search @@ ${q}) is true)`;

/** What holds the words of the query `wanted`, as `candidate`. */
export const candidatesSql = `${own}, ${subjects}, ${texts},
  candidate (${columns}) as (select * from written union all select * from titled)`;

export const subjectsSql = `${own}, ${subjects}, candidate (${columns}) as (select * from titled)`;

/** There may be others. */
export const cutSql = '((select count(*) from text) = :texts or (select count(*) from subject) = :subjects)';

export const subjectsCutSql = '(select count(*) from subject) = :subjects';

const few = 3;

/** The services of who manages few of them, as `search_marks` files them: the latest texts of all may have none of theirs. */
export const marksOf = ({ isAdmin, manages, siblings }: Reader): number[] | null => {
  const services = [...manages, ...siblings];
  return isAdmin || services.length === 0 || services.length > few ? null : services.map((id) => (id << 3) | 4);
};
