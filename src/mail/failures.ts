import { type Db, rows } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import { managesSql, readerBindings } from '../tickets/visibility.ts';
import { deliveryTries } from './queue.ts';

/** A mail that did not leave, for good or for want of an address. */
export interface Failure {
  id: number;
  ticketId: number;
  subject: string;
  to: string;
  createdAt: Date;
  attempts: number;
  /** What the mail server said; null when there was no address to try. */
  error: string | null;
  mayBeSentAgain: boolean;
}

const failuresSql = `
  select e.id, e.ticket_id, t.subject, coalesce(p.display_name, e.address) as "to", e.created_at, e.attempts, e.last_error as error,
    e.failed_at is not null as may_be_sent_again
  from emails e join tickets t on t.id = e.ticket_id left join people p on p.id = e.person_id
  where (e.failed_at is not null or e.dropped_because = 'no address')
    and ${managesSql}`;

/** The latest failures about tickets of the services that this person manages, or of all that an administrator reads. */
export const failures = (db: Db, person: Person, most = 100) =>
  rows<Failure>(db, `${failuresSql} order by e.id desc limit :most`, { ...readerBindings(person), most });

/** Puts a failed mail back in the queue. Answers null when there is none that this person may see. */
export const sendAgain = (db: Db, person: Person, emailId: number): Promise<Failure | null> =>
  db.transaction(async (trx) => {
    const [failure] = await rows<Failure>(trx, `${failuresSql} and e.id = :emailId and e.failed_at is not null`, {
      ...readerBindings(person),
      emailId,
    });
    if (failure === undefined) return null;
    await trx('emails').where({ id: emailId }).update({ failedAt: null, lastError: null });
    await trx.raw(
      `select graphile_worker.add_job('deliver', json_build_object('emailId', cast(:emailId as bigint)),
         job_key := concat('email:', cast(:emailId as text)), max_attempts := :tries)`,
      { emailId, tries: deliveryTries },
    );
    return failure;
  });

export const countFailures = async (db: Db, person: Person): Promise<number> => {
  const [found] = await rows<{ count: number }>(
    db,
    `select count(*) as count from (${failuresSql}) failed`,
    readerBindings(person),
  );
  return found?.count ?? 0;
};
