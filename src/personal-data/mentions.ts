import { type Db, rows, type Transaction } from '../db/connection.ts';

export interface Identity {
  id: number;
  login: string | null;
  name: string;
  mail: string | null;
}

const gone = '[personne anonymisée]';

const accented: Record<string, string> = {
  a: 'àâäáãå',
  c: 'ç',
  e: 'éèêë',
  i: 'îïíì',
  n: 'ñ',
  o: 'ôöóõò',
  u: 'ùûüúũ',
  y: 'ÿý',
};
const signs: Record<string, string> = { "'": "['’]", '’': "['’]", '-': '[- ]' };
const plain = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, (sign) => `\\${sign}`);
const bare = (letter: string) => letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** A letter with or without its accent, small or capital, whatever the database thinks of capitals. */
const letterPattern = (letter: string) => {
  const base = bare(letter);
  const others = accented[base];
  if (others !== undefined) return `[${base}${base.toUpperCase()}${others}${others.toUpperCase()}]`;
  return /\p{L}/u.test(letter) ? `[${letter.toLowerCase()}${letter.toUpperCase()}]` : (signs[letter] ?? plain(letter));
};
const wordPattern = (word: string) => [...word.normalize('NFC')].map(letterPattern).join('');
// in rich text a space that does not break may be written out
const between = '(?:[\\s\u00a0\u202f]|&nbsp;)+';
const apart = (pattern: string) => `(?<![[:alnum:]])(?:${pattern})(?![[:alnum:]])`;
const whole = (text: string) => `(?<![[:alnum:]_.%+@-])${plain(text)}(?![[:alnum:]_@-]|\\.[[:alnum:]])`;

/** « Marie-Claire Dupont », in both orders. */
const namePattern = (words: readonly string[]) => {
  const [first = '', ...others] = words;
  const [last = '', ...before] = words.toReversed();
  const orders = [words, [...others, first], [last, ...before.toReversed()]];
  const patterns = orders.map((order) => order.map(wordPattern).join(between));
  return apart([...new Set(patterns)].join('|'));
};

const fewest = 3;

/**
 * How somebody is named in texts, as regular expressions of PostgreSQL. `near`: in the tickets that he has to do with.
 * `far`: anywhere; what may stand for somebody else, such as a login that is also a word, is not looked for there.
 */
function mentionPatterns({ login, name, mail }: Omit<Identity, 'id'>, hasNamesake: boolean) {
  const words = name.split(/\s+/).filter(Boolean);
  const address = mail === null ? [] : [whole(mail)];
  const named = words.length > 1 ? [namePattern(words)] : [];
  const alone = words.length === 1 && name.length >= fewest ? [apart(wordPattern(name))] : [];
  const identifier = login === null || login.length < fewest ? [] : [whole(login)];
  const far = [...address, ...(hasNamesake ? [] : named)];
  return { near: [...address, ...named, ...alone, ...identifier].join('|'), far: far.join('|') };
}

interface Texts {
  label: string;
  table: string;
  columns: readonly string[];
  /** Which rows have to do with the person `:id` or with her `:tickets`, in SQL. */
  near: string;
}

/** Every text that people write. A new one has its line here. */
const texts: readonly Texts[] = [
  { label: 'Sujets de tickets', table: 'tickets', columns: ['subject', 'machine'], near: 'x.id = any (:tickets)' },
  {
    label: 'Messages',
    table: 'ticket_events',
    columns: ['message_html', 'message_text'],
    near: 'x.ticket_id = any (:tickets)',
  },
  {
    label: 'Textes précédents de messages',
    table: 'former_texts',
    columns: ['message_html'],
    near: '(select e.ticket_id from ticket_events e where e.id = x.event_id) = any (:tickets)',
  },
  { label: 'Noms de fichiers', table: 'attachments', columns: ['name'], near: 'x.ticket_id = any (:tickets)' },
  {
    label: 'Réponses enregistrées',
    table: 'canned_responses',
    columns: ['title', 'message_html'],
    near: 'x.person_id = :id',
  },
  {
    label: 'Journal des réglages',
    table: 'setting_changes',
    columns: ['about', 'before', 'after'],
    near: 'x.person_id = :id',
  },
];

const updateOf = ({ table, columns, near: ofPerson }: Texts, near: boolean) => `
  update ${table} x set ${columns.map((name) => `${name} = regexp_replace(x.${name}, :pattern, :gone, 'gi')`).join(', ')}
  where (${columns.map((name) => `x.${name} ~* :pattern`).join(' or ')})
    ${near ? `and ${ofPerson}` : ''}`;

const inDetails = `(select jsonb_object_agg(d.key, case when d.value ->> 'text' is null then d.value
  else jsonb_set(d.value, '{text}', to_jsonb(regexp_replace(d.value ->> 'text', :pattern, :gone, 'gi'))) end)
  from jsonb_each(x.details) d)`;
const inChange = (name: string) => `case when x.changes #> '{${name}}' is null then '{}'
  else jsonb_build_object('${name}', jsonb_build_array(
    regexp_replace(x.changes #>> '{${name},0}', :pattern, :gone, 'gi'),
    regexp_replace(x.changes #>> '{${name},1}', :pattern, :gone, 'gi'))) end`;

/** The sentences of the history: what a subject was, and became. References to people are ids, and need nothing. */
const detailsUpdate = (near: boolean) => `
  update ticket_events x set details = case when x.details = '{}' then x.details else ${inDetails} end,
    changes = x.changes || ${inChange('subject')} || ${inChange('machine')}
  where (exists (select 1 from jsonb_each(x.details) d where d.value ->> 'text' ~* :pattern)
      or x.changes #>> '{subject,0}' ~* :pattern or x.changes #>> '{subject,1}' ~* :pattern
      or x.changes #>> '{machine,0}' ~* :pattern or x.changes #>> '{machine,1}' ~* :pattern)
    ${near ? 'and x.ticket_id = any (:tickets)' : ''}`;

const relatedSql = `
  select id from tickets where owner_id = :id or creator_id = :id or handler_id = :id
  union select ticket_id from ticket_guests where person_id = :id
  union select ticket_id from ticket_events where actor_id = :id
  union select ticket_id from attachments where uploader_id = :id and ticket_id is not null
  union select ticket_id from ticket_watches where person_id = :id`;

const hasNamesake = async (db: Db, { id, name }: Identity) =>
  (
    await rows(
      db,
      'select 1 from people where id <> :id and merged_into is distinct from :id and lower(display_name) = lower(:name) limit 1',
      { id, name },
    )
  ).length > 0;

/** A text of the page, and in how many rows the person was named. */
export interface Count {
  label: string;
  count: number;
}

/** Puts « [personne anonymisée] » where texts name the person. Each row is counted once. */
export async function forgetMentions(trx: Transaction, person: Identity): Promise<Count[]> {
  const patterns = mentionPatterns(person, await hasNamesake(trx, person));
  const tickets = (await rows<{ id: number }>(trx, relatedSql, { id: person.id })).map(({ id }) => id);
  const run = async (sql: (near: boolean) => string, near: boolean) => {
    const pattern = near ? patterns.near : patterns.far;
    if (pattern === '') return 0;
    const { rowCount } = await trx.raw(sql(near), { pattern, gone, tickets, id: person.id });
    return (rowCount as number | null) ?? 0;
  };
  const counts: Count[] = [];
  for (const one of texts) {
    const sql = (near: boolean) => updateOf(one, near);
    counts.push({ label: one.label, count: (await run(sql, true)) + (await run(sql, false)) });
  }
  const details = (await run(detailsUpdate, true)) + (await run(detailsUpdate, false));
  return [...counts, { label: 'Phrases de l’historique', count: details }];
}
