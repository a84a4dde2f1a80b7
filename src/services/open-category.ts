import { type Db, rows } from '../db/connection.ts';
import { filingBindings, type ShownForFiling, shownForCreationSql } from './categories.ts';

type Visibility = 'public' | 'intranet' | 'subject-only' | 'private';
type Priority = 1 | 2 | 3 | 4 | 5;

/** A category that may receive tickets, with its defaults inherited: category → parent → service → installation. */
export interface OpenCategory {
  id: number;
  serviceId: number;
  service: string;
  label: string;
  help: string;
  anonymous: boolean;
  defaultPriority: Priority;
  defaultVisibility: Visibility;
  subjectTemplate: string;
  messageTemplate: string;
  /** What becomes of a ticket with nobody in charge. */
  assignment: 'nobody' | 'first' | 'random' | 'cyclic';
  /** « Invités permanents » of its service, by name. */
  permanentGuests: number[];
}

const carried = [
  'id',
  'redirects_to',
  'parent_id',
  'service_id',
  'long_label',
  'help',
  'hidden',
  'hidden_from_externals',
  'accepts_tickets',
];
const columns = carried.map((name) => `c.${name}`).join(', ');
/** The one category of that number, found by its number: the whole table, read each time, is what a join would take. */
const categoryOf = (id: string) => `lateral (select ${columns} from categories c where c.id = ${id} limit 1) c`;

// where the redirections of a category end, if it and all it goes through are shown
const openCategorySql = `
  with recursive chain as (
    select ${columns}, 0 as step from ${categoryOf(':id')}
    union all
    select ${columns}, chain.step + 1 from chain, ${categoryOf('chain.redirects_to')} where chain.step < 50
  ), up as (
    select c.id, c.parent_id, c.hidden, c.hidden_from_externals from chain c
    union
    select c.id, c.parent_id, c.hidden, c.hidden_from_externals from up, ${categoryOf('up.parent_id')}
  )
  select c.id, c.service_id, s.label as service, c.long_label as label, c.help, s.anonymous,
    d.priority as default_priority, d.visibility as default_visibility, d.subject_template, d.message_template, d.assignment,
    array(select p.id from permanent_guests g join people p on p.id = g.person_id where g.service_id = c.service_id
      order by p.display_name, p.id) as permanent_guests
  from chain c join services s on s.id = c.service_id cross join category_settings(c.id) d
  where c.redirects_to is null and c.accepts_tickets and (not c.hidden or c.id = any (:named))
    and not exists (select 1 from up where (hidden and id <> all (:open)) or (:outsider and hidden_from_externals))
    and not exists (
      select 1 from chain o join services s on s.id = o.service_id
      where not s.enabled or not ${shownForCreationSql} or (s.hidden and o.id <> all (:named))
        or (:outsider and s.hidden_from_externals))`;

/**
 * The category, if somebody who is shown this much may file tickets there, or the one where it is redirected; null when
 * it does not exist, is hidden, disabled, or only groups others.
 */
export async function selectOpenCategory(
  db: Db,
  id: number,
  shown: ShownForFiling | null,
  { outsider = false } = {},
): Promise<OpenCategory | null> {
  const [category] = await rows<OpenCategory>(db, openCategorySql, { id, outsider, ...filingBindings(shown) });
  return category ?? null;
}
