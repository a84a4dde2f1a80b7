import { type Db, rows } from '../db/connection.ts';
import { plainWords } from './plain-words.ts';

/** Somebody who has an account here, with what a list shows of him. */
export interface KnownPerson {
  id: number;
  login: string | null;
  name: string;
  mail: string | null;
  kind: 'cas' | 'external';
  affiliations: string[];
  entity: string | null;
  unlisted: boolean;
  leftAt: Date | null;
}

const columns = `
  p.id, p.login, p.display_name as name, p.mail, p.kind, p.affiliations, p.entity, p.unlisted, p.left_at`;

/**
 * By name, in any order and without accents. Outsiders, and those who left, are for managers; people who are
 * unlisted for nobody: one must know their identifier.
 */
export async function searchKnown(
  db: Db,
  text: string,
  { staff, outsidersOnly = false, limit }: { staff: boolean; outsidersOnly?: boolean; limit: number },
): Promise<KnownPerson[]> {
  const words = plainWords(text);
  if (words.length === 0) return [];
  return rows<KnownPerson>(
    db,
    `select ${columns} from people p
     where people_words(p.display_name) @@ to_tsquery('simple', :words) and not p.unlisted
       and (:staff or (p.kind = 'cas' and p.left_at is null)) and (p.kind = 'external' or not :outsidersOnly)
     order by p.left_at is not null, p.display_name, p.id limit :limit`,
    { words: words.map((word) => `${word}:*`).join(' & '), staff, outsidersOnly, limit },
  );
}

/** The accounts that an identifier or an address names, the identifier before the addresses, CAS before outsiders. */
export const knownBy = (db: Db, identifier: string) =>
  rows<KnownPerson & { byLogin: boolean }>(
    db,
    `select ${columns}, p.login is not distinct from lower(:text) as by_login from people p
     where p.login = lower(:text) or lower(p.mail) = lower(:text)
     order by by_login desc, p.kind, p.left_at is not null, p.id limit 3`,
    { text: identifier },
  );

export const knownByLogins = (db: Db, logins: readonly string[]) =>
  rows<KnownPerson>(db, `select ${columns} from people p where p.login = any (:logins)`, { logins });

/** « Invitations récentes »: the last people that somebody invited, the newest first. */
export const recentlyInvited = (db: Db, personId: number, limit = 20) =>
  rows<KnownPerson>(
    db,
    `select ${columns} from (
       select guest.id::integer as id, max(e.id) as event
       from (select id, details from ticket_events where actor_id = :person and action = 'invite' order by id desc limit 100) e
       cross join lateral jsonb_array_elements_text(
         case when jsonb_typeof(e.details #> '{who,people}') = 'array' then e.details #> '{who,people}' else '[]' end) guest(id)
       group by guest.id order by event desc limit :limit
     ) recent join people p on p.id = recent.id
     where p.left_at is null order by recent.event desc`,
    { person: personId, limit },
  );
