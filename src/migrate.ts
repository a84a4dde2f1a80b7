import { configOrExit, databaseOrExit } from './config.ts';
import { connect } from './db/connection.ts';
import { migrate, pendingMigrations } from './db/migrations.ts';
import { openPool } from './db/pool.ts';

const url = databaseOrExit(configOrExit());
const db = connect(url, 2);
const pgPool = openPool(url, (error) => console.error(error.message), 2);

try {
  const pending = await pendingMigrations(db);
  await migrate(db, pgPool);
  console.log(pending.length === 0 ? 'The database was up to date.' : `Applied: ${pending.join(', ')}`);
} catch (error) {
  console.error(`The database could not be migrated: ${error instanceof Error ? error.message || error.name : error}`);
  process.exitCode = 1;
} finally {
  await Promise.all([db.destroy(), pgPool.end()]);
}
