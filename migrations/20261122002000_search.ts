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
      service_id integer not null,
      search tsvector not null,
      plain text collate "C" not null
    );
    comment on table ticket_subjects is 'what a search looks for in the subjects, kept by triggers';
    comment on column ticket_subjects.plain is 'how lists compare subjects';

    create table subject_words (word text primary key);
    comment on table subject_words is 'those of the subjects, as they are spelled without accents: what a mistyped word may stand for';
    create index subject_words_alike on subject_words using gin (word public.gin_trgm_ops) with (fastupdate = off);

    create function words_of_subject(subject text) returns setof text language sql immutable as $$
      select distinct word from regexp_split_to_table(plain_words(subject), '[^a-z]+') word where length(word) between 3 and 40
    $$;
    create function file_subjects() returns trigger language plpgsql as $$
    begin
      insert into ticket_subjects (ticket_id, service_id, search, plain)
      select id, service_id, to_tsvector('guichet_fr', subject), plain_words(subject) from filed;
      -- in order: two who file at once do not wait for each other in a circle
      insert into subject_words
      select distinct word from filed, words_of_subject(filed.subject) word
      where not exists (select 1 from subject_words known where known.word = word.word) order by word on conflict do nothing;
      return null;
    end $$;
    create trigger tickets_subjects_filed after insert on tickets
      referencing new table as filed for each statement execute function file_subjects();
    create function change_subject() returns trigger language plpgsql as $$
    begin
      update ticket_subjects set service_id = new.service_id, search = to_tsvector('guichet_fr', new.subject),
        plain = plain_words(new.subject) where ticket_id = new.id;
      if new.subject <> old.subject then
        insert into subject_words select word from words_of_subject(new.subject) word order by word on conflict do nothing;
        -- a name that was taken away, as when somebody is forgotten, stays nowhere
        delete from subject_words w using words_of_subject(old.subject) former
        where w.word = former and not exists (
          select 1 from ticket_subjects s where s.search @@ plainto_tsquery('guichet_fr', former));
      end if;
      return null;
    end $$;
    create trigger tickets_subject_changed after update of subject, service_id on tickets for each row
      when (old.subject <> new.subject or old.service_id <> new.service_id)
      execute function change_subject();
    insert into ticket_subjects (ticket_id, service_id, search, plain)
    select id, service_id, to_tsvector('guichet_fr', subject), plain_words(subject) from tickets;
    insert into subject_words select distinct word from tickets, words_of_subject(subject) word;

    -- its index is made with the service that it needs
    alter table ticket_events
      add column search tsvector generated always as (to_tsvector('guichet_fr', message_text)) stored;
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
    drop function words_of_subject(text);
    drop table ticket_subjects, subject_words;
    drop function plain_words(text);
    drop text search configuration guichet_fr;
  `);
