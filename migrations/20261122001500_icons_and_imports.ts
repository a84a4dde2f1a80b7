import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table setting_changes alter column actor_id drop not null,
      add column if not exists person_id integer references people;
    comment on column setting_changes.actor_id is 'null: the application, by a command of its operator';
    create index setting_changes_installation on setting_changes (id desc) where service_id is null;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index setting_changes_installation;
    delete from setting_changes where actor_id is null;
    alter table setting_changes alter column actor_id set not null;
  `);
