import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create table people (
      id integer generated always as identity primary key,
      login text unique,
      kind text not null default 'cas' check (kind in ('cas', 'external')),
      display_name text not null,
      mail text,
      affiliations text[] not null default '{}',
      is_admin boolean not null default false,
      language text not null default 'fr' check (language in ('fr', 'en')),
      hears_own boolean not null default true,
      hears_invited boolean not null default true,
      monitoring_suspended boolean not null default false,
      created_at timestamptz not null default now(),
      last_seen_at timestamptz,
      check (kind <> 'cas' or login is not null)
    );
    create index people_mail on people (lower(mail));
    create index people_admins on people (id) where is_admin;

    create table sessions (
      sid text primary key,
      sess json not null,
      expire timestamptz not null
    );
    create index sessions_expire on sessions (expire);

    -- single logout: the CAS server names a session by the service ticket that opened it
    create table cas_sessions (
      ticket_hash text primary key,
      sid text not null references sessions on delete cascade
    );
    create index cas_sessions_sid on cas_sessions (sid);
  `);

export const down = (knex: Knex) => knex.schema.raw('drop table cas_sessions, sessions, people');
