import { type Db, rows } from '../db/connection.ts';
import type { Visitor } from '../web/visitor.ts';

/** What the rules of visibility show to somebody: numbers of services by purpose, of categories that are hidden to others. */
export interface Shown {
  creation: readonly number[];
  view: readonly number[];
  faq: readonly number[];
  categories: readonly number[];
  /** Those that contain them, which he sees without filing anything there. */
  containers: readonly number[];
}

/** What those rules may ask about somebody. */
export interface Facts {
  kind: 'cas' | 'external';
  login: string | null;
  isAdmin: boolean;
  /** Services of which this person is a manager. */
  manages: readonly number[];
  affiliations: readonly string[];
  /** By name in lower case; one that was never asked for is absent. */
  attributes: Readonly<Record<string, readonly string[]>>;
}

export interface Person extends Visitor, Omit<Facts, 'manages'> {
  mail: string | null;
  /** Services that share the « Visibilité inter service » of one that he manages. */
  siblings: readonly number[];
  /** The confidential categories, by themselves or by what is above them, of which he is not a member. */
  concealed: readonly number[];
  /** Those of them that are in services that he manages. */
  excluded: readonly number[];
  /** Minutes after which the list of a manager is fetched again; 0 is never. */
  listRefresh: number;
  /** « Montrer les tickets après clôture, refus, report » of his preferences. */
  showsEndedTickets: boolean;
  /** « Montrer l’aide au choix à l’ajout d’un nouveau ticket ». */
  showsFilingHelp: boolean;
  /** Of the rules that decide which services are shown; null where there are none. */
  visibilityVersion: string | null;
  /** Null where no rule restricts anything; absent until it is worked out. */
  shown?: Shown | null;
}

/** What the CAS server says of somebody who signs in. */
export interface CasIdentity {
  login: string;
  displayName: string;
  mail: string | null;
  affiliations: readonly string[];
  /** All that the server gave, by name in lower case. */
  attributes: Readonly<Record<string, readonly string[]>>;
}

const facts: Record<Exclude<keyof Person, 'shown'>, string> = {
  id: 'p.id',
  login: 'p.login',
  kind: 'p.kind',
  displayName: 'p.display_name',
  mail: 'p.mail',
  isAdmin: 'p.is_admin',
  language: 'p.language',
  listRefresh: 'p.list_refresh',
  showsEndedTickets: 'p.shows_ended_tickets',
  showsFilingHelp: 'p.shows_filing_help',
  shortcuts: 'p.shortcuts',
  affiliations: 'p.affiliations',
  attributes: 'p.attributes || p.directory_attributes',
  visibilityVersion: '(select version from service_visibility where restricts)',
  manages: 'array(select service_id from service_managers where person_id = p.id order by service_id)',
  siblings: `array(
    select own.id from services own
    join services sibling on sibling.inter_service = own.inter_service and sibling.id <> own.id
    join service_managers m on m.service_id = sibling.id and m.person_id = p.id
    where own.inter_service <> '')`,
  concealed: 'array(select hidden from hidden_categories(p.id) hidden)',
  excluded: 'array(select other.id from categories_of_others(p.id) other where other.concealed)',
};

const factList = (fact: (name: string, sql: string) => string) =>
  Object.entries(facts)
    .map(([name, sql]) => fact(name, sql))
    .join(', ');

/** Whose session `s` is: every page asks it, and a statement of its own would cost more than the answer. */
export const personOfSessionSql = `
  (select json_build_object(${factList((name, sql) => `'${name}', ${sql}`)})
   from people p where p.id = (s.sess ->> 'personId')::integer)`;

const personSql = `select ${factList((name, sql) => `${sql} as "${name}"`)} from people p where p.id = :id`;

/** Somebody, with the services that he manages. */
export async function selectPerson(db: Db, id: number): Promise<Person | null> {
  const [person] = await rows<Person>(db, personSql, { id });
  return person ?? null;
}

/**
 * The account of a login, created at its first visit. An address that the server no longer gives is kept. Of the
 * attributes, those that rules of visibility ask about, and no other.
 */
export async function upsertCasPerson(db: Db, identity: CasIdentity, now: Date): Promise<number> {
  const [person] = await rows<{ id: number }>(
    db,
    `insert into people (login, kind, display_name, mail, affiliations, attributes, created_at, last_seen_at)
     values (:login, 'cas', :displayName, :mail, :affiliations, (
       select coalesce(jsonb_object_agg(asked, coalesce(cast(:attributes as jsonb) -> asked, '[]')), '{}')
       from service_visibility, unnest(attributes) asked), :now, :now)
     on conflict (login) do update set display_name = excluded.display_name,
       mail = coalesce(excluded.mail, people.mail), affiliations = excluded.affiliations,
       attributes = excluded.attributes, last_seen_at = excluded.last_seen_at,
       left_at = null
     returning id`,
    {
      ...identity,
      attributes: JSON.stringify(identity.attributes),
      login: identity.login.toLowerCase(),
      now,
    },
  );
  if (person === undefined) throw new Error('The account could not be written');
  return person.id;
}

export async function storeLanguage(db: Db, personId: number, language: Person['language']): Promise<void> {
  await rows(db, 'update people set language = :language where id = :personId', { language, personId });
}
