import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create table data_exports (
      id uuid primary key,
      person_id integer not null unique references people,
      asked_at timestamptz not null,
      ready_at timestamptz,
      expires_at timestamptz,
      failed_at timestamptz,
      size bigint,
      check ((ready_at is null) = (expires_at is null))
    );
    comment on table data_exports is '« Mes données »: the last archive that each person asked for; its file is named after its id';

    -- what somebody wrote and gave, wherever it is
    create index ticket_events_actor on ticket_events (actor_id, ticket_id);
    create index attachments_uploader on attachments (uploader_id, ticket_id);

    alter table people add column anonymised_at timestamptz;
    alter table people drop constraint people_check;
    alter table people add constraint people_check check (kind <> 'cas' or login is not null or anonymised_at is not null);
    comment on column people.anonymised_at is 'since when nothing tells any more who this was';

    create table anonymisations (
      id integer generated always as identity primary key,
      person_id integer not null references people,
      actor_id integer not null references people,
      at timestamptz not null,
      counts jsonb not null
    );
    comment on table anonymisations is 'who anonymised whom, and how much changed; no name is kept';
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop table anonymisations;
    alter table people drop constraint people_check;
    alter table people add constraint people_check check (kind <> 'cas' or login is not null);
    alter table people drop column anonymised_at;
    drop index attachments_uploader;
    drop index ticket_events_actor;
    drop table data_exports;
  `);
