import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table service_managers
      add column report_sections text[] not null default '{handled,free,category}'
        check (report_sections <@ array['handled', 'free', 'category']),
      add column report_hours smallint[] not null default '{8}'
        check (cardinality(report_hours) <= 2 and 0 <= all (report_hours) and 23 >= all (report_hours)),
      add column report_weekends boolean not null default false,
      add column report_holidays boolean not null default false;
    alter table people
      add column reports_active boolean not null default true,
      add column reports_grouped boolean not null default true;

    alter table emails
      alter column ticket_id drop not null,
      alter column batch drop not null,
      add column about jsonb not null default '{}',
      add check ((ticket_id is null) = (batch is null));
    comment on column emails.about is 'what a mail that is not about a ticket needs to be written';

    create table clock_tasks (
      name text primary key,
      started_at timestamptz,
      ended_at timestamptz,
      done integer,
      error text,
      next_at timestamptz,
      covered_until timestamptz
    );
    comment on column clock_tasks.covered_until is 'reports: the hours up to here have been looked at';

    create index tickets_to_archive on tickets (last_action_at)
      where status in ('approved', 'cancelled', 'refused', 'expired') and archived_at is null;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index tickets_to_archive;
    drop table clock_tasks;
    alter table emails drop column about, alter column ticket_id set not null, alter column batch set not null;
    alter table people drop column reports_active, drop column reports_grouped;
    alter table service_managers drop column report_sections, drop column report_hours,
      drop column report_weekends, drop column report_holidays;
  `);
