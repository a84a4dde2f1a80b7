import { type Db, rows } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import { managesSql, readerBindings } from '../tickets/visibility.ts';

export const failureKinds = ['mail', 'account', 'announcement'] as const;

/** A mail that did not leave, for good or for want of an address; or an operation of which nobody was told. */
export interface Failure {
  kind: (typeof failureKinds)[number];
  id: number;
  ticketId: number | null;
  subject: string | null;
  /** Of which sort, where it is not about one ticket. */
  name: string;
  /** Null for an operation, which concerns whoever the rules say. */
  to: string | null;
  createdAt: Date;
  attempts: number;
  /** What the mail server said; null when there was no address to try, or when the last try was cut short. */
  error: string | null;
  mayBeSentAgain: boolean;
}

// those about no ticket are for administrators; what a digest held is given back when it fails
const mailsSql = `
  select 'mail' as kind, e.id, e.ticket_id, t.subject, e.name, coalesce(p.display_name, e.address) as "to", e.created_at,
    e.attempts, e.last_error as error, e.failed_at is not null as may_be_sent_again
  from emails e left join tickets t on t.id = e.ticket_id left join people p on p.id = e.person_id
  where ((e.failed_at is not null and e.name <> 'digest') or (e.dropped_because = 'no address' and e.ticket_id is not null))
    and case when e.ticket_id is null then :admin else ${managesSql} end`;

const accountsSql = `
  select 'account', l.id, null, null, concat('account-', l.purpose), l.mail, l.created_at, l.attempts, l.last_error, true
  from account_links l where l.failed_at is not null and l.used_at is null and :admin`;

// an administrator has them all to repair; which ticket it is, he is told if he may know
const announcementsSql = `
  select 'announcement', j.id, t.id, t.subject, j.task_identifier, null, j.created_at, j.attempts, j.last_error, true
  from graphile_worker.jobs j join graphile_worker._private_jobs p on p.id = j.id
  left join tickets t on t.id = (p.payload ->> 'ticketId')::bigint and ${managesSql}
  where j.task_identifier in ('announce', 'announce-together') and j.attempts >= j.max_attempts and j.locked_at is null
    and :admin`;

const failuresSql = `${mailsSql} union all ${accountsSql} union all ${announcementsSql}`;

/** The latest failures about tickets of the services that this person manages; all of them, accounts included, for an administrator. */
export const failures = (db: Db, person: Person, most = 100) =>
  rows<Failure>(db, `select f.* from (${failuresSql}) f order by f.created_at desc, f.kind, f.id desc limit :most`, {
    ...readerBindings(person),
    most,
  });

/** One of those that this person sees, if it may be sent again. */
export async function failureToRepair(db: Db, person: Person, kind: Failure['kind'], id: number) {
  const [failure] = await rows<Failure>(
    db,
    `select f.* from (${failuresSql}) f where f.kind = :kind and f.id = :id and f.may_be_sent_again`,
    { ...readerBindings(person), kind, id },
  );
  return failure ?? null;
}

export const countFailures = async (db: Db, person: Person): Promise<number> => {
  const [found] = await rows<{ count: number }>(
    db,
    `select count(*) as count from (${failuresSql}) failed`,
    readerBindings(person),
  );
  return found?.count ?? 0;
};

/** Mails that could not leave yet, and will be tried again. */
export interface Delayed {
  count: number;
  lastError: string;
}

const delayedSql = `
  select count(*) as count, (array_agg(last_error order by id desc))[1] as last_error from (
    select id, last_error from emails
    where sent_at is null and dropped_because is null and failed_at is null and last_error is not null
    union all
    select id, last_error from account_links
    where sent_at is null and dropped_because is null and failed_at is null and used_at is null and last_error is not null
  ) waiting`;

/** Of the whole installation: a relay that is down, refuses the login or changed its certificate shows at once. */
export async function delayedMails(db: Db): Promise<Delayed | null> {
  const [found] = await rows<Delayed>(db, delayedSql);
  return found === undefined || found.count === 0 ? null : found;
}
