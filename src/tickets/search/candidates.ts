import { type Db, rows, rowsAsPlanned } from '../../db/connection.ts';

/** A text or a subject (no event) that holds the words, whoever may read it: what is shown is asked of the rule afterwards. */
export interface Candidate {
  event: number | null;
  ticket: number;
  /** Who reads the text is asked of these; a subject is read by whoever opens the ticket. */
  actor: number | null;
  audience: string | null;
  rank: number;
}

export interface Candidates {
  found: Candidate[];
  /** There are more: these are the latest. */
  cut: boolean;
}

const asked = "websearch_to_tsquery('guichet_fr', :words)";
// some of the words in the subject, the others in one of the texts
const oneOf = `cast(replace(cast(${asked} as text), '&', '|') as tsquery)`;

const ofEntry = (words: string) =>
  `e.id as event, e.ticket_id as ticket, e.actor_id as actor, e.audience, ts_rank(e.search, ${words}) as rank`;
const ofSubject = (words: string) => `null, s.ticket_id, null, null, ts_rank(s.search, ${words}) * 3`;

// a rare word is found by its index, one that is everywhere by walking the latest texts: Postgres knows which is which
const latestSql = (words: string) => `
  (select ${ofEntry(words)} from ticket_events e
   where e.message_text is not null and e.search @@ ${words} order by e.id desc limit :texts)
  union all
  (select ${ofSubject(words)} from ticket_subjects s where s.search @@ ${words} order by s.ticket_id desc limit :subjects)`;

export interface Most {
  texts: number;
  subjects: number;
}

export async function latestWith(db: Db, words: string, most: Most, { wide = false } = {}): Promise<Candidates> {
  const found = await rowsAsPlanned<Candidate>(db, latestSql(wide ? oneOf : asked), { words, ...most });
  const subjects = found.filter(({ event }) => event === null).length;
  return { found, cut: subjects === most.subjects || found.length - subjects === most.texts };
}

// `is true` keeps the index of the words away: they are everywhere, and the tickets of somebody are few
const nearSql = `
  with own as (
    (select t.id from tickets t where t.owner_id = :person order by t.last_action_at desc, t.id desc limit :tickets)
    union (select g.ticket_id from ticket_guests g where g.person_id = :person limit :tickets)
    union (select t.id from service_managers m cross join lateral (
        select t.id from tickets t where t.service_id = m.service_id and t.archived_at is null
        order by t.last_action_at desc, t.id desc limit :each
      ) t where m.person_id = :person limit :tickets)
  )
  select ${ofEntry(asked)} from own join ticket_events e on e.ticket_id = own.id
  where e.message_text is not null and (e.search @@ ${asked}) is true
  union all
  select ${ofSubject(asked)} from own join ticket_subjects s on s.ticket_id = own.id where (s.search @@ ${asked}) is true`;

const nearest = 300;

/** Among the latest tickets of somebody and of the services that he manages. */
export const nearWith = (
  db: Db,
  { id, manages }: { id: number; manages: readonly number[] },
  words: string,
): Promise<Candidate[]> =>
  rows<Candidate>(db, nearSql, {
    words,
    person: id,
    tickets: nearest,
    each: Math.ceil(nearest / Math.max(1, manages.length)),
  });

/** As the bindings of a statement, column by column. */
export const columnsOf = (found: readonly Candidate[]) => ({
  events: found.map(({ event }) => event),
  tickets: found.map(({ ticket }) => ticket),
  actors: found.map(({ actor }) => actor),
  audiences: found.map(({ audience }) => audience),
  ranks: found.map(({ rank }) => rank),
});
