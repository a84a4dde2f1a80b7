import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { draftFiles, type StoredFile } from '../attachments.ts';
import type { Situation } from '../situation.ts';
import { type CannedTitle, cannedTitlesSql, offeredSql } from '../writing/canned-responses.ts';

/** What the form of an operation shows besides its fields. */
export interface BulkFacts {
  canned: readonly CannedTitle[];
  /** Of the application, other than who writes. */
  administrators: number;
  /** Those of the services concerned that others may see into. */
  associated: readonly number[];
  /** How many of the tickets have an internal note as their last text. */
  internal: number;
  files: readonly StoredFile[];
}

const factsSql = `
  select
    ${cannedTitlesSql} as canned,
    (select cast(count(*) as integer) from people where is_admin and id <> :person) as administrators,
    array(select own.id from services own where own.id = any (cast(:services as integer[])) and own.inter_service <> ''
      and exists (select 1 from services other join service_managers m on m.service_id = other.id
        where other.inter_service = own.inter_service and other.id <> own.id)) as associated,
    (select cast(count(*) as integer) from unnest(cast(:tickets as bigint[])) k(id) cross join lateral (
        select audience from ticket_events where ticket_id = k.id and message_html is not null order by id desc limit 1
      ) latest where latest.audience in ('managers', 'managers-guests')) as internal`;

/** In two queries. The responses of a service are for tickets that are all of that service. */
export async function bulkFacts(
  db: Db,
  person: Person,
  situations: readonly Situation[],
  draftId: string,
): Promise<BulkFacts> {
  const services = [...new Set(situations.map(({ ticket }) => ticket.serviceId))];
  const [[found], files] = await Promise.all([
    rows<Omit<BulkFacts, 'files'>>(db, factsSql, {
      person: person.id,
      services,
      service: services.length === 1 ? services[0] : null,
      manages: situations.length > 0 && situations.every(({ standing }) => standing.manages),
      tickets: situations.filter(({ standing }) => !standing.owns).map(({ ticket }) => ticket.id),
    }),
    draftFiles(db, draftId, person.id),
  ]);
  if (found === undefined) throw new Error('The form has no facts');
  return { ...found, files };
}

/** The text of a response as it stands, its words to be replaced ticket by ticket; null when it is not offered. */
export async function cannedText(db: Db, person: Person, id: number): Promise<string | null> {
  const [found] = await rows<{ messageHtml: string }>(
    db,
    `select message_html from canned_responses where id = :id and cardinality(cast(:services as integer[])) > 0
       and ${offeredSql('service_id = any (cast(:services as integer[]))')}`,
    { id, person: person.id, services: [...person.manages] },
  );
  return found?.messageHtml ?? null;
}
