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

    -- apart from the tickets: an act changes one of them, hardly ever its subject, and would write all its words again
    create table ticket_subjects (
      ticket_id bigint primary key references tickets on delete cascade,
      words text not null,
      search tsvector not null
    );
    comment on table ticket_subjects is 'what a search looks for in the subjects, kept by triggers';
    create function file_subjects() returns trigger language plpgsql as $$
    begin
      insert into ticket_subjects (ticket_id, words, search)
      select id, plain_words(subject), to_tsvector('guichet_fr', subject) from filed;
      return null;
    end $$;
    create trigger tickets_subjects_filed after insert on tickets
      referencing new table as filed for each statement execute function file_subjects();
    create function change_subject() returns trigger language plpgsql as $$
    begin
      update ticket_subjects set words = plain_words(new.subject), search = to_tsvector('guichet_fr', new.subject)
      where ticket_id = new.id;
      return null;
    end $$;
    create trigger tickets_subject_changed after update of subject on tickets
      for each row when (old.subject <> new.subject) execute function change_subject();
    insert into ticket_subjects (ticket_id, words, search)
    select id, plain_words(subject), to_tsvector('guichet_fr', subject) from tickets;
    alter table ticket_events
      add column search tsvector generated always as (to_tsvector('guichet_fr', coalesce(message_text, ''))) stored;
    create index ticket_subjects_search on ticket_subjects using gin (search) with (fastupdate = off);
    create index ticket_subjects_alike on ticket_subjects using gin (words public.gin_trgm_ops) with (fastupdate = off);
    create index ticket_events_search on ticket_events using gin (search) with (fastupdate = off)
      where message_text is not null;
    create index tickets_recent on tickets (last_action_at desc, id desc);
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index tickets_recent;
    alter table ticket_events drop column search;
    drop trigger tickets_subject_changed on tickets;
    drop trigger tickets_subjects_filed on tickets;
    drop function change_subject();
    drop function file_subjects();
    drop table ticket_subjects;
    drop function plain_words(text);
    drop text search configuration guichet_fr;
  `);
