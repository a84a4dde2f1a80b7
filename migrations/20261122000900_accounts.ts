import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table people
      add column mail_verified_at timestamptz,
      add column merged_into integer references people;
    comment on column people.mail_verified_at is 'outsiders: when they followed a link sent to their address; before, nothing else is sent there';
    comment on column people.merged_into is 'an outsider who proved to be somebody of the institution: kept for the history, without address';
    create unique index people_outsider_mail on people (lower(mail)) where kind = 'external';

    create table passwords (
      person_id integer primary key references people,
      hash text not null,
      changed_at timestamptz not null
    );

    create table account_links (
      id bigint generated always as identity primary key,
      mail text not null check (mail = lower(mail)),
      purpose text not null check (purpose in ('create', 'reset', 'invitation')),
      language text not null check (language in ('fr', 'en')),
      created_at timestamptz not null,
      token_hash text unique,
      expires_at timestamptz,
      used_at timestamptz,
      attempts integer not null default 0,
      sent_at timestamptz,
      failed_at timestamptz,
      last_error text,
      dropped_because text
    );
    comment on table account_links is 'a mail asked for, and the one-time link that it carries';
    comment on column account_links.token_hash is 'null until the mail leaves: the link itself is written nowhere else than in the mail';
    create index account_links_mail on account_links (mail);

    create table account_attempts (
      key text primary key,
      since timestamptz not null,
      count integer not null
    );

    create table person_merges (
      id integer generated always as identity primary key,
      from_id integer not null references people,
      into_id integer not null references people,
      mail text not null,
      at timestamptz not null,
      moved jsonb not null
    );
    comment on column person_merges.moved is 'how many rows of each table changed hands';

    -- a new password ends the sessions of its person
    create index sessions_person on sessions ((sess ->> 'personId'));
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index sessions_person;
    drop table person_merges, account_attempts, account_links, passwords;
    drop index people_outsider_mail;
    alter table people drop column merged_into, drop column mail_verified_at;
  `);
