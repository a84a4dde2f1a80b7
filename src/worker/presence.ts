import pg from 'pg';

export interface Presence {
  /** Gives back the jobs held by workers that are gone. */
  freeOrphans(): Promise<void>;
  leave(): Promise<void>;
}

const reconnectDelay = 1000;

// the queue itself would wait four hours before it gives the job of a killed worker to another
const freeSql = `
  select graphile_worker.force_unlock_workers(array(
    select locked_by from (
      select distinct locked_by from graphile_worker.jobs where locked_at < now() - interval '5 seconds'
    ) busy where pg_try_advisory_xact_lock_shared(hashtextextended(locked_by, 0))
  ))`;

/**
 * Each worker holds an advisory lock named after it for as long as it lives, on a connection of its own: when the
 * process dies, however it dies, Postgres lets the lock go, and the others may take its jobs over.
 */
export function stayPresent(url: string, name: string, report: (error: unknown) => void): Presence {
  let client: pg.Client | null = null;
  let leaving = false;

  const enter = async (): Promise<void> => {
    const mine = new pg.Client({ connectionString: url, keepAlive: true });
    mine.on('error', () => undefined);
    mine.on('end', () => {
      if (!leaving) setTimeout(() => enter().catch(report), reconnectDelay).unref();
    });
    await mine.connect();
    await mine.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    client = mine;
  };
  const entered = enter().catch(report);

  return {
    freeOrphans: async () => {
      await entered;
      await client?.query(freeSql);
    },
    leave: async () => {
      leaving = true;
      await entered;
      await client?.end();
    },
  };
}
