import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table people
      add column hears_bookmarked boolean not null default true,
      add column hears_expiry boolean not null default true,
      add column start_page text not null default 'home' check (start_page in ('home', 'tickets', 'new-ticket'));
  `);

export const down = (knex: Knex) =>
  knex.schema.raw('alter table people drop column hears_bookmarked, drop column hears_expiry, drop column start_page');
