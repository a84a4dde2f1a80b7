import type { Knex } from 'knex';
import { migrationSource } from './src/db/migrations.ts';

/** For the knex command: `node --import tsx node_modules/.bin/knex migrate:status`. The product uses `npm run migrate`. */
const config: Knex.Config = {
  client: 'pg',
  connection: process.env.DATABASE_URL ?? '',
  migrations: { migrationSource },
};

export default config;
