import pg from 'pg';

/** The pool of connections that sessions and the job queue share. A connection that breaks is reported, never thrown. */
export function openPool(url: string, report: (error: Error) => void, size = 8): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: size });
  pool.on('error', (error) => {
    // the whole connection hangs there, with all that it ran
    if ('client' in error) delete error.client;
    report(error);
  });
  // one that is in use tells by the failure of its query
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
