import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table people
      add column list_refresh smallint not null default 5 check (list_refresh in (0, 1, 2, 5)),
      add column shortcuts boolean not null default true;
    comment on column people.list_refresh is 'minutes after which the list of a manager is fetched again; 0 is never';
    comment on column people.shortcuts is 'whether single keys act on the pages';
  `);

export const down = (knex: Knex) =>
  knex.schema.raw('alter table people drop column list_refresh, drop column shortcuts');
