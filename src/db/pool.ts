import pg from 'pg';

/** The pool that sessions and the job queue share. A connection that breaks is reported, never thrown. */
export function openPool(url: string, report: (error: Error) => void, size = 8): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: size });
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}
