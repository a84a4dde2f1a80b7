import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create table ticket_views (
      person_id integer not null references people,
      ticket_id bigint not null references tickets,
      seen_at timestamptz not null,
      primary key (person_id, ticket_id)
    );
    comment on column ticket_views.seen_at is 'the last action of the ticket when this person last saw it: later ones are unread';
    -- previous and next ticket of a service, by number
    create index tickets_service_number on tickets (service_id, id) where archived_at is null;

    alter table attachments add column width integer, add column height integer;
    comment on column attachments.width is 'of the picture made from the file, which is shown; null for what is only downloaded';
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    alter table attachments drop column height, drop column width;
    drop index tickets_service_number;
    drop table ticket_views;
  `);
