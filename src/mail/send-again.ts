import { type Db, rows, type Transaction } from '../db/connection.ts';
import { queueAccountLetter } from '../people/accounts/links.ts';
import type { Person } from '../people/person.ts';
import { type Failure, failureToRepair } from './failures.ts';
import { deliveryTries } from './queue.ts';

const cleared = { failedAt: null, lastError: null };

const again: Record<Failure['kind'], (trx: Transaction, id: number) => Promise<unknown>> = {
  mail: async (trx, id) => {
    await trx('emails').where({ id }).update(cleared);
    await rows(
      trx,
      `select graphile_worker.add_job('deliver', json_build_object('emailId', cast(:id as bigint)),
         job_key := concat('email:', cast(:id as text)), max_attempts := :tries)`,
      { id, tries: deliveryTries },
    );
  },
  account: async (trx, id) => {
    await trx('accountLinks').where({ id }).update(cleared);
    await queueAccountLetter(trx, id);
  },
  announcement: (trx, id) =>
    rows(trx, 'select id from graphile_worker.reschedule_jobs(array[cast(:id as bigint)], now(), attempts := 0)', {
      id,
    }),
};

/** Puts what failed back in the queue. Answers null when there is none that this person may see. */
export const sendAgain = (db: Db, person: Person, kind: Failure['kind'], id: number): Promise<Failure | null> =>
  db.transaction(async (trx) => {
    const failure = await failureToRepair(trx, person, kind, id);
    if (failure !== null) await again[kind](trx, id);
    return failure;
  });
