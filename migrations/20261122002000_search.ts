import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create extension if not exists pg_trgm with schema public;

    create text search configuration guichet_fr (copy = french);
    alter text search configuration guichet_fr
      alter mapping for hword, hword_part, word with public.unaccent, french_stem;

    -- as in people_words: the dictionary is named, since an index may not depend on one that could change
    create function plain_words(words text) returns text language sql immutable parallel safe as
      $$ select lower(public.unaccent('public.unaccent'::regdictionary, words)) $$;

    alter table tickets
      add column search tsvector generated always as (to_tsvector('guichet_fr', subject)) stored;
    alter table ticket_events
      add column search tsvector generated always as (to_tsvector('guichet_fr', coalesce(message_text, ''))) stored;
    create index tickets_search on tickets using gin (search) with (fastupdate = off);
    create index tickets_alike on tickets using gin (plain_words(subject) public.gin_trgm_ops) with (fastupdate = off);
    create index ticket_events_search on ticket_events using gin (search) with (fastupdate = off)
      where message_text is not null;
    create index tickets_recent on tickets (last_action_at desc, id desc);
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index tickets_recent;
    alter table ticket_events drop column search;
    alter table tickets drop column search;
    drop index if exists tickets_alike;
    drop function plain_words(text);
    drop text search configuration guichet_fr;
  `);
