import { rows, type Transaction } from '../db/connection.ts';
import type { Entry } from './record.ts';
import { type Changeable, columnOf } from './record.ts';
import type { Audience } from './visibility.ts';

/**
 * The entries of an operation (`:entries`, in their order), with its batch and its time, in the history of a ticket of
 * `:service`, both given in SQL.
 */
export const enteredSql = (ticket: string, from = '') => `
  insert into ticket_events (ticket_id, service_id, batch, action, actor_id, at, audience, message_html, message_text,
    details, changes, quiet)
  select ${ticket}, cast(:service as integer), cast(:batch as uuid), e.action, e.actor, cast(:now as timestamptz), e.audience,
    e.html, e.text, e.details, e.changes, e.quiet
  from rows from (json_to_recordset(cast(:entries as json)) as (action text, actor integer, audience text, html text,
    text text, details jsonb, changes jsonb, quiet boolean)) with ordinality e${from}
  order by e.ordinality
  returning id`;

/**
 * The files of the draft `:draft` of `:person` become those of an entry, with its audience. Null stands for no draft: the
 * application writes none.
 */
export const attachedSql = (ticket: string, entry: string) => `
  update attachments set ticket_id = ${ticket}, event_id = ${entry}, audience = :audience, draft_id = null
  where draft_id = :draft and uploader_id = :person and ticket_id is null`;

/**
 * The job by which the worker finds who is to be told. Its key is that of the operation, hence new, and the way that never
 * looks for an earlier one costs half of the other.
 */
export const announcedSql = (ticket: string) => `
  graphile_worker.add_job('announce', payload := json_build_object('ticketId', ${ticket}, 'batch', cast(:batch as uuid)),
    max_attempts := 25, job_key := concat('announce:', ${ticket}, ':', cast(:batch as uuid)), job_key_mode := 'unsafe_dedupe')`;

// what another window kept of the same form goes with the draft
const writeSql = (changed: readonly (keyof Changeable)[]) => `
  with entered as (${enteredSql('cast(:ticket as bigint)')}),
  changed as (
    update tickets set version = :version, last_action_at = :now${changed.map((name) => `, ${columnOf[name]} = :${name}`).join('')}
    where id = :ticket
  ),
  attached as (${attachedSql(':ticket', '(select id from entered order by id offset :at limit 1)')}),
  sent as (
    delete from drafts where person_id = :person
      and (id = :draft or (ticket_id = :ticket and action = :action and target = :target))
  )
  select case when :announces then (${announcedSql(':ticket')}).id end as job`;

/** Which form was sent, with the entry that takes its files. */
export interface Sent {
  person: number;
  draft: string;
  action: string;
  target: string;
  at: number;
  audience: Audience;
}

interface Writing {
  ticket: number;
  service: number;
  batch: string;
  now: Date;
  entries: readonly Entry[];
  version: number;
  changed: Partial<Changeable>;
  sent: Sent | null;
  announces: boolean;
}

const nothingSent = { person: null, draft: null, action: null, target: null, at: 0, audience: 'managers' };

/**
 * What an operation leaves, in one statement: its entries, the ticket with its version raised, the files of its form, and
 * the job that announces it. Its text depends only on which columns change.
 */
export async function write(trx: Transaction, { changed, entries, sent, ...rest }: Writing): Promise<void> {
  const sql = writeSql(Object.keys(changed) as (keyof Changeable)[]);
  await rows(trx, sql, { ...rest, ...changed, ...(sent ?? nothingSent), entries: JSON.stringify(entries) });
}
