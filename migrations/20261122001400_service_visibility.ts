import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create table visibility_versions (
      id integer generated always as identity primary key,
      rules jsonb not null,
      done text not null,
      about text not null default '',
      author_id integer not null references people,
      at timestamptz not null
    );
    comment on table visibility_versions is 'each state of the rules that decide which services are shown to whom; the last one holds';

    create table service_visibility (
      single boolean primary key default true check (single),
      version uuid not null default gen_random_uuid(),
      restricts boolean not null default false,
      attributes text[] not null default '{}'
    );
    insert into service_visibility default values;
    comment on column service_visibility.version is 'another when the rules or the services change: what was worked out before is worth nothing';
    comment on column service_visibility.restricts is 'there are rules: who was not judged by them sees nothing';
    comment on column service_visibility.attributes is 'the attributes of people that rules ask about, in lower case: no other is kept';

    create function services_changed() returns trigger language plpgsql as $$
    begin
      update service_visibility set version = gen_random_uuid() where restricts;
      return null;
    end $$;
    create trigger services_change_visibility after insert or delete or update of filter on services
      for each statement execute function services_changed();

    alter table canned_responses add column version integer not null default 1;

    alter table people add column attributes jsonb not null default '{}',
      add column directory_attributes jsonb not null default '{}';
    comment on column people.attributes is 'of those that the CAS server gave at the last sign-in, the ones that rules ask about';
    comment on column people.directory_attributes is 'the same, as the directory has them: they prevail';
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    alter table people drop column attributes, drop column directory_attributes;
    alter table canned_responses drop column version;
    drop trigger services_change_visibility on services;
    drop function services_changed;
    drop table service_visibility, visibility_versions;
  `);
