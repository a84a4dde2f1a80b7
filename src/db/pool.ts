import pg from 'pg';

/**
 * Milliseconds that a connection waits for work before it is closed. It holds the plans of our statements, each made five
 * times before it is kept: where people come one by one, a shorter time would have nearly every page planned anew.
 */
export const patience = 10 * 60_000;

/** The pool of connections that sessions and the job queue share. A connection that breaks is reported, never thrown. */
export function openPool(url: string, report: (error: Error) => void, size = 8): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: size, idleTimeoutMillis: patience });
  pool.on('error', (error) => {
    // the whole connection hangs there, with all that it ran
    if ('client' in error) delete error.client;
    report(error);
  });
  // one that is in use tells by the failure of its query
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
