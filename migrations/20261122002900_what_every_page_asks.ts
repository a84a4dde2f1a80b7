import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    -- which categories are concealed from somebody is asked by each request: the index alone answers
    drop index categories_concealed;
    create index categories_concealed on categories (id) include (service_id, members_from) where concealed;
    -- with its number among what is sorted, it was taken for the way to one bookmark, which the primary key is
    drop index bookmarks_person;
    create index bookmarks_person on bookmarks (person_id, created_at desc) include (ticket_id);
    -- from where a ticket came last is asked with each situation: a long history is not walked for it
    create index ticket_events_last_move on ticket_events (ticket_id, id)
      where action in ('transfer', 'send-back') and actor_id is not null;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index bookmarks_person, categories_concealed, ticket_events_last_move;
    create index bookmarks_person on bookmarks (person_id, created_at desc, ticket_id);
    create index categories_concealed on categories (id) where concealed;
  `);
