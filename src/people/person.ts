import { type Db, rows } from '../db/connection.ts';
import type { Visitor } from '../web/visitor.ts';

export interface Person extends Visitor {
  login: string | null;
  mail: string | null;
}

/** What the CAS server says of somebody who signs in. */
export interface CasIdentity {
  login: string;
  displayName: string;
  mail: string | null;
  affiliations: readonly string[];
}

/** Runs for every page: one query, with the services that the person manages. */
export async function selectPerson(db: Db, id: number): Promise<Person | null> {
  const [person] = await rows<Person>(
    db,
    `select id, login, kind, display_name, mail, is_admin, language,
       array(select service_id from service_managers where person_id = people.id order by service_id) as manages
     from people where id = :id`,
    { id },
  );
  return person ?? null;
}

/** The account of a login, created at its first visit. An address that the server no longer gives is kept. */
export async function upsertCasPerson(db: Db, identity: CasIdentity, now: Date): Promise<number> {
  const [person] = await rows<{ id: number }>(
    db,
    `insert into people (login, kind, display_name, mail, affiliations, created_at, last_seen_at)
     values (:login, 'cas', :displayName, :mail, :affiliations, :now, :now)
     on conflict (login) do update set display_name = excluded.display_name,
       mail = coalesce(excluded.mail, people.mail), affiliations = excluded.affiliations, last_seen_at = excluded.last_seen_at,
       left_at = null
     returning id`,
    { ...identity, login: identity.login.toLowerCase(), now },
  );
  if (person === undefined) throw new Error('The account could not be written');
  return person.id;
}

export async function storeLanguage(db: Db, personId: number, language: Person['language']): Promise<void> {
  await rows(db, 'update people set language = :language where id = :personId', { language, personId });
}
