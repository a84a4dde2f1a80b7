import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create table emails (
      id bigint generated always as identity primary key,
      key text not null unique,
      name text not null,
      reason text not null,
      ticket_id bigint not null references tickets,
      batch uuid not null,
      person_id integer not null references people,
      created_at timestamptz not null default now(),
      attempts integer not null default 0,
      sent_at timestamptz,
      failed_at timestamptz,
      last_error text,
      dropped_because text
    );
    comment on column emails.key is 'one mail per person and operation: event:<ticket>:<batch>:<person>';
    comment on column emails.failed_at is 'the last attempt failed; the row stays, to be seen and sent again';
    create index emails_batch on emails (batch);
    create index emails_ticket on emails (ticket_id, id);
    create index emails_unsent on emails (created_at) where sent_at is null and dropped_because is null;
  `);

export const down = (knex: Knex) => knex.schema.raw('drop table emails');
