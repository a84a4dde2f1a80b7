import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create table icons (
      id integer generated always as identity primary key,
      name text not null check (name <> ''),
      digest text not null,
      picture bytea not null
    );
    comment on table icons is 'the pictures that administrators added to the drawings of the application, redrawn small';
    create unique index icons_name on icons (lower(name));
    create index icons_digest on icons (digest);

    create table icon_defaults (
      container text primary key check (container in ('service', 'category')),
      icon text not null
    );
    comment on column services.icon is 'the name of a drawing or of a row of icons; null, or unknown: by default';
    comment on column categories.icon is 'the same; by default that of what is above it';
  `);

export const down = (knex: Knex) => knex.schema.raw('drop table icon_defaults, icons');
