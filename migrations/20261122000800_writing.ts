import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create table canned_responses (
      id integer generated always as identity primary key,
      person_id integer references people,
      service_id integer references services,
      title text not null check (title <> ''),
      message_html text not null check (message_html <> ''),
      position integer not null default 0,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      check (person_id is null or service_id is null)
    );
    create index canned_responses_person on canned_responses (person_id) where person_id is not null;
    create index canned_responses_service on canned_responses (service_id) where service_id is not null;
    comment on table canned_responses is '« Réponses enregistrées »: of a person, of a service, or of all when neither is given';

    alter table drafts
      add column ticket_id bigint references tickets,
      add column action text,
      add column target text,
      add column revision integer not null default 0,
      add constraint drafts_of_action check ((ticket_id is null) = (action is null) and (ticket_id is null) = (target is null));
    create unique index drafts_action on drafts (ticket_id, person_id, action, target) where ticket_id is not null;
    comment on column drafts.target is 'the entry or the file that the action concerns, empty when it is the ticket';
    comment on column drafts.revision is 'raised at each saving, so that two windows do not overwrite each other';

    create unlogged table ticket_presences (
      ticket_id bigint not null,
      person_id integer not null,
      writing boolean not null,
      seen_at timestamptz not null,
      primary key (ticket_id, person_id)
    );
    comment on table ticket_presences is 'who has a ticket before his eyes: nothing worth keeping after a crash';
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop table ticket_presences;
    drop index drafts_action;
    alter table drafts drop constraint drafts_of_action, drop column revision, drop column target, drop column action, drop column ticket_id;
    drop table canned_responses;
  `);
