import type { Translate } from '../web/words.ts';
import type { Details, DetailValue } from './actions/define.ts';
import { actionNamed } from './actions/index.ts';
import { personView } from './people-shown.ts';
import type { Situation } from './situation.ts';
import { type Audience, mayRead } from './visibility.ts';

/** What an entry of the history says it with. */
export interface Worded {
  action: string;
  details: Details;
  names: Record<string, string> | null;
  namedFiles: Record<string, { name: string; audience: Audience; authorId: number }> | null;
}

/** Whose entry it is, and what its reader is to the ticket. */
export interface ReadBy {
  ticket: Pick<Situation['ticket'], 'anonymous' | 'effectiveVisibility' | 'confidential'>;
  standing: Situation['standing'];
}

/** The names behind the references of the details of entries `e`: they come with them, however long the list. */
export const namesSql = `
  case when e.details <> '{}' then (select json_object_agg(n.key, n.name) from (
      select 'person ' || p.id as key, p.display_name as name from people p
      where p.id = any (array(
        select v::integer from jsonb_path_query(e.details, '$.*.person') v
        union select v::integer from jsonb_path_query(e.details, '$.*.people[*]') v))
      union all
      select 'category ' || c.id, c.long_label from categories c
      where c.id = any (array(select v::integer from jsonb_path_query(e.details, '$.*.category') v))
    ) n) end as names,
    case when jsonb_path_exists(e.details, '$.*.file') then (
      select json_object_agg(f.id, json_build_object('name', f.name, 'audience', f.audience, 'authorId', f.uploader_id))
      from attachments f
      where f.id = any (array(select (v #>> '{}')::uuid from jsonb_path_query(e.details, '$.*.file') v))
    ) end as "namedFiles"`;

const nameShown = (id: number, row: Worded, reader: ReadBy, t: Translate) =>
  personView({ id, name: row.names?.[`person ${id}`] ?? '?', mail: null }, reader, t).name;

/** The name of a file may say what is in it: it is for its readers. */
const fileNameShown = (
  file: { name: string; audience: Audience; authorId: number } | undefined,
  { ticket, standing }: ReadBy,
  t: Translate,
) => (file !== undefined && mayRead(file, ticket, standing) ? file.name : t('(nom non visible)'));

const months = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ');

/** « 4 mars 2040 », of `2040-03-04`. */
const dayInWords = (date: string, t: Translate): string => {
  const [year, month = 1, day = 1] = date.split('-').map(Number);
  return `${day === 1 ? t('1er') : day} ${t(months[month - 1] ?? '')} ${year}`;
};

const valueShown = (value: DetailValue, row: Worded, reader: ReadBy, t: Translate): string => {
  if ('text' in value) return value.text;
  if ('word' in value) return t(value.word);
  if ('date' in value) return dayInWords(value.date, t);
  if ('category' in value) return row.names?.[`category ${value.category}`] ?? '?';
  if ('file' in value) return fileNameShown(row.namedFiles?.[value.file], reader, t);
  const people = 'person' in value ? [value.person] : value.people;
  return people.map((id) => nameShown(id, row, reader, t)).join(', ');
};

// in French the verb agrees: « Vous avez clos le ticket »
const agreed = (sentence: string, isReader: boolean) => (isReader ? sentence.replace(/^a /, 'avez ') : sentence);

/** The details of an entry, as this reader may know them. */
export const valuesShown = (row: Worded, reader: ReadBy, t: Translate) =>
  Object.fromEntries(Object.entries(row.details).map(([key, value]) => [key, valueShown(value, row, reader, t)]));

/** The line of an entry, after the name of its author: « a clos le ticket ». */
export const sentenceOf = (row: Worded, reader: ReadBy, t: Translate, isReader: boolean) => {
  const template = actionNamed(row.action)?.sentence(row.details) ?? row.action;
  return agreed(t(template, valuesShown(row, reader, t)), isReader);
};
