import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create table ticket_watches (
      ticket_id bigint not null references tickets,
      person_id integer not null references people,
      created_at timestamptz not null default now(),
      primary key (ticket_id, person_id)
    );
    create index ticket_watches_person on ticket_watches (person_id, ticket_id);
    comment on table ticket_watches is '« Je veux recevoir des alertes par mail »: gives no right to read';

    create table bookmarks (
      ticket_id bigint not null references tickets,
      person_id integer not null references people,
      created_at timestamptz not null default now(),
      primary key (ticket_id, person_id)
    );
    create index bookmarks_person on bookmarks (person_id, created_at desc, ticket_id);

    alter table ticket_events add column edited_at timestamptz;
    comment on column ticket_events.edited_at is 'the text is no longer the first one: see former_texts';
    create table former_texts (
      id bigint generated always as identity primary key,
      event_id bigint not null references ticket_events,
      editor_id integer not null references people,
      replaced_at timestamptz not null,
      audience text not null,
      message_html text not null
    );
    create index former_texts_event on former_texts (event_id, id);
    comment on table former_texts is 'what a comment said before it was edited, for the managers of the service';

    alter table attachments add column deleted_at timestamptz;
    comment on column attachments.deleted_at is 'its name stays in the history, its content is gone';
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    alter table attachments drop column deleted_at;
    drop table former_texts;
    alter table ticket_events drop column edited_at;
    drop table bookmarks, ticket_watches;
  `);
