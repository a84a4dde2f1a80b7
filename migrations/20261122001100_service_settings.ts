import type { Knex } from 'knex';

const shared = `
      add column icon text,
      add column hidden_from_externals boolean not null default false,
      add column monitoring_email text,
      add column monitoring_level text not null default 'never' check (monitoring_level in ('never', 'creation', 'always')),
      add column version integer not null default 1`;

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table services ${shared},
      add column hidden boolean not null default false,
      add column confidential_allowed boolean not null default false,
      add column filter text not null default '',
      add column inventory_url text,
      add column redirects_to integer references services check (redirects_to <> id);
    comment on column services.filter is 'for the rules that decide which services are shown';
    create index services_redirects_to on services (redirects_to);

    alter table categories ${shared},
      add column inherits_monitoring boolean not null default true,
      add column redirects_to integer references categories check (redirects_to <> id);
    create index categories_redirects_to on categories (redirects_to);

    create table setting_changes (
      id bigint generated always as identity primary key,
      service_id integer references services on delete set null,
      category_id integer,
      version integer,
      about text not null,
      setting text not null,
      before text,
      after text,
      actor_id integer not null references people,
      at timestamptz not null
    );
    comment on column setting_changes.about is 'the service, the category or the person that was changed, by its name then';
    comment on column setting_changes.version is 'the version that this change made of the service, or of the category';
    create index setting_changes_service on setting_changes (service_id, id desc);

    update services set confidential_allowed = true
    where exists (select 1 from categories c where c.service_id = services.id and c.confidential);
  `);

const sharedColumns =
  'drop column icon, drop column hidden_from_externals, drop column monitoring_email, drop column monitoring_level, drop column version';

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop table setting_changes;
    alter table categories ${sharedColumns}, drop column inherits_monitoring, drop column redirects_to;
    alter table services ${sharedColumns}, drop column hidden, drop column confidential_allowed, drop column filter,
      drop column inventory_url, drop column redirects_to;
  `);
