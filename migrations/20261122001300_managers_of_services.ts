import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table service_managers add column version integer not null default 1;
    alter table setting_changes add column person_id integer references people;
    comment on column setting_changes.person_id is 'the manager that was changed; version is then that of his privileges';
    create index setting_changes_person on setting_changes (person_id) where person_id is not null;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    alter table setting_changes drop column person_id;
    alter table service_managers drop column version;
  `);
