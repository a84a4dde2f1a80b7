import type { Db, Transaction } from '../../db/connection.ts';
import { announce } from '../operation.ts';

/** One operation on many tickets. */
interface Together {
  batch: string;
  tickets: readonly number[];
}

/** Should the process stop midway, who is to be told of what was done hears of it all the same. */
const meanwhile = '1 minute';

const addSql = (runAt: string) => `
  select graphile_worker.add_job('announce-together', payload := :payload::json, max_attempts := 25,
    job_key := :key, run_at := ${runAt})`;

/**
 * Who is to be told of an operation on many tickets: each ticket's own people as ever, and its managers once about all
 * of them. Each transaction asks for the latter, and the end of the operation makes it come now.
 */
export function tellTogether({ batch, tickets }: Together) {
  const key = `together:${batch}`;
  const payload = JSON.stringify({ batch, tickets, managers: true });
  const ask = (db: Db | Transaction, runAt: string) => db.raw(addSql(runAt), { key, payload });
  return {
    one: async (trx: Transaction, ticketId: number, ofBatch: string) => {
      // sent again with another text, it is another message
      if (ofBatch !== batch) return announce(trx, ticketId, ofBatch);
      const own = JSON.stringify({ ticketId, batch: ofBatch, together: true });
      await trx.raw("select graphile_worker.add_job('announce', payload := :own::json, max_attempts := 25)", { own });
      await ask(trx, `now() + interval '${meanwhile}'`);
    },
    all: (db: Db) => ask(db, 'now()'),
  };
}
