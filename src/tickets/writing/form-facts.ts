import { type Db, rows } from '../../db/connection.ts';
import type { StoredFile } from '../attachments.ts';
import type { Situation } from '../situation.ts';
import type { Audience } from '../visibility.ts';
import { type CannedTitle, cannedTitlesSql } from './canned-responses.ts';
import type { Draft } from './drafts.ts';
import { type Candidate, candidatesSql } from './readers.ts';

/** What the form of an action shows besides its fields. */
export interface FormFacts {
  candidates: readonly Candidate[];
  draft: Draft | null;
  files: readonly StoredFile[];
  canned: readonly CannedTitle[];
  /** Who reads the last text of the ticket. */
  lastAudience: Audience | null;
}

export interface FactsRow extends Omit<FormFacts, 'draft'> {
  draft: (Omit<Draft, 'savedAt'> & { savedAt: string }) | null;
}

const lastAudienceSql = `
  select audience from ticket_events where ticket_id = :ticket and message_html is not null order by id desc limit 1`;

/** Who reads the last text of the ticket. */
export const lastAudience = async (db: Db, { ticket }: Situation): Promise<Audience | null> =>
  (await rows<{ audience: Audience }>(db, lastAudienceSql, { ticket: ticket.id }))[0]?.audience ?? null;

const draftOf = `from drafts where ticket_id = :ticket and person_id = :person and action = :action and target = :target`;

/** The facts of a form, in one row: {@link factsBindings}, {@link asFacts}. */
export const factsSql = `
  select
    coalesce((select json_agg(c) from (${candidatesSql}) c), '[]') as candidates,
    (select json_build_object('id', id, 'fields', fields, 'revision', revision, 'savedAt', updated_at) ${draftOf}) as draft,
    coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'type', f.type,
        'audience', f.audience, 'uploaderId', f.uploader_id, 'width', f.width, 'height', f.height) order by f.created_at, f.name)
      from attachments f join drafts d on d.id = f.draft_id
      where d.person_id = :person and f.uploader_id = :person and f.ticket_id is null
        and d.id = coalesce(:batch::uuid, (select id ${draftOf}))), '[]') as files,
    ${cannedTitlesSql} as canned,
    (${lastAudienceSql}) as last_audience`;

export const factsBindings = ({ ticket, standing, target }: Situation, action: string, batch: string | null) => ({
  ticket: ticket.id,
  person: standing.personId,
  owner: ticket.ownerId,
  service: ticket.serviceId,
  category: ticket.categoryId,
  confidential: ticket.confidential,
  manages: standing.manages,
  action,
  target: String(target?.id ?? ''),
  batch,
});

export const asFacts = ({ draft, ...found }: FactsRow): FormFacts => ({
  ...found,
  draft: draft && { ...draft, savedAt: new Date(draft.savedAt) },
});

/** In one query, for a form that comes back with `batch` or that is opened. */
export async function formFacts(
  db: Db,
  situation: Situation,
  action: string,
  batch: string | null,
): Promise<FormFacts> {
  const [found] = await rows<FactsRow>(db, factsSql, factsBindings(situation, action, batch));
  if (found === undefined) throw new Error('The form has no facts');
  return asFacts(found);
}
