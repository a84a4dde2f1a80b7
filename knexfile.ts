import type { Knex } from 'knex';
import { configOrExit, databaseOrExit } from './src/config.ts';
import { migrationSource } from './src/db/migrations.ts';

/** For the knex command (`node --import tsx node_modules/.bin/knex migrate:status`); the product uses `npm run migrate`. */
const config: Knex.Config = {
  client: 'pg',
  connection: databaseOrExit(configOrExit()),
  migrations: { migrationSource },
};

export default config;
