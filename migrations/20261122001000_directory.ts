import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create extension if not exists unaccent with schema public;

    alter table people
      add column entity text,
      add column unlisted boolean not null default false,
      add column left_at timestamptz;
    comment on column people.entity is 'label of the entity that the directory gives';
    comment on column people.unlisted is 'supannListeRouge: not offered to ordinary users';
    comment on column people.left_at is 'since when the directory does not know this account any more';

    -- unaccent depends on a dictionary that could change, which an index may not: it is named, and ours does not
    create function people_words(name text) returns tsvector language sql immutable parallel safe as
      $$ select to_tsvector('simple', public.unaccent('public.unaccent'::regdictionary, name)) $$;
    create index people_words on people using gin (people_words(display_name)) with (fastupdate = off);

    create table person_searches (
      person_id integer not null references people on delete cascade,
      day date not null,
      count integer not null,
      primary key (person_id, day)
    );
    comment on table person_searches is 'how much each person looked for others, so that nobody lists the university';

    create index ticket_events_invitations on ticket_events (actor_id, id desc) where action = 'invite';
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index ticket_events_invitations;
    drop table person_searches;
    drop index people_words;
    drop function people_words(text);
    alter table people drop column entity, drop column unlisted, drop column left_at;
  `);
