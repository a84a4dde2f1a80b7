import { type Db, rows, type Transaction } from '../db/connection.ts';
import { earlierSql, type Sending } from './earlier-sending.ts';
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

const newSql = ` and not exists (${earlierSql})`;

// what another window kept of the same form goes with the draft
const writeSql = (changed: readonly string[], guarded: boolean) => `
  with changed as (
    update tickets set version = :version, last_action_at = :now${changed.map((name) => `, ${columnOf[name as keyof Changeable]} = :${name}`).join('')}
    where id = :ticket and xmin = :asRead${guarded ? newSql : ''}
    returning id
  ),
  entered as (${enteredSql('changed.id', ', changed')}),
  attached as (
    ${attachedSql(':ticket', '(select id from entered order by id offset :at limit 1)')} and exists (select 1 from changed)
  ),
  sent as (
    delete from drafts where person_id = :person and exists (select 1 from changed)
      and (id = :draft or (ticket_id = :ticket and action = :action and target = :target))
  )
  select case when :announces then (${announcedSql('changed.id')}).id end as job from changed`;

const written = new Map<string, string>();

/** Made once for each set of columns: it is long, and a text that is made anew is read anew. */
function writeSqlFor(changed: readonly string[], guarded: boolean): string {
  const key = `${changed.join()} ${guarded}`;
  const sql = written.get(key) ?? writeSql(changed, guarded);
  written.set(key, sql);
  return sql;
}

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
  /** The row as the operation was decided on. */
  asRead: string;
  service: number;
  batch: string;
  now: Date;
  entries: readonly Entry[];
  version: number;
  changed: Partial<Changeable>;
  sent: Sent | null;
  announces: boolean;
  /** Nothing is written either when the same form was sent before. */
  sending: Sending | null;
}

const nothingSent = { person: null, draft: null, action: null, target: null, at: 0, audience: 'managers' };

/**
 * What an operation leaves, in one statement: the ticket with its version raised, the entries, the files of its form, and
 * the job that announces it. Answers false, and writes nothing, when somebody has changed the ticket since it was read.
 */
export async function write(db: Db, { changed, entries, sent, sending, ...rest }: Writing): Promise<boolean> {
  const bindings = { ...rest, ...changed, ...(sent ?? nothingSent), ...sending, entries: JSON.stringify(entries) };
  return (await rows(db, writeSqlFor(Object.keys(changed), sending !== null), bindings)).length > 0;
}

const keptSql = `
  select 1 from tickets where id = :ticket and xmin = :asRead${newSql} for no key update`;

/** Keeps the ticket as it was read until the end of the transaction. Answers false where {@link write} would. */
export const kept = async (
  trx: Transaction,
  bindings: Sending & { ticket: number; asRead: string },
): Promise<boolean> => (await rows(trx, keptSql, bindings)).length > 0;
