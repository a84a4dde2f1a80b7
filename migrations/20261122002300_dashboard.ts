import type { Knex } from 'knex';

const open = `status in ('free', 'in-progress', 'incomplete', 'postponed') and archived_at is null`;

export const up = (knex: Knex) =>
  knex.schema.raw(`
    -- each list of the dashboard walks one of these, newest change first, and stops at the end of its page
    drop index tickets_service;
    create index tickets_service_live on tickets (service_id, last_action_at desc, id desc) where archived_at is null;
    create index tickets_service_archived on tickets (service_id, last_action_at desc, id desc)
      where archived_at is not null;
    drop index tickets_category;
    create index tickets_category on tickets (category_id, last_action_at desc, id desc);
    create index tickets_category_open on tickets (category_id, last_action_at desc, id desc) where ${open};
    create index tickets_unhandled on tickets (service_id, last_action_at desc, id desc)
      where handler_id is null and archived_at is null;
    create index tickets_handler on tickets (handler_id, last_action_at desc, id desc)
      where handler_id is not null and archived_at is null;
    create index tickets_outward on tickets (last_action_at desc, id desc)
      where effective_visibility <> 'private' and archived_at is null;
    create index tickets_outward_service on tickets (service_id, last_action_at desc, id desc)
      where effective_visibility <> 'private' and archived_at is null;

    create table saved_views (
      id integer generated always as identity primary key,
      person_id integer not null references people,
      service_id integer references services,
      mode text not null check (mode in ('mine', 'managed')),
      name text not null check (name = trim(name) and name <> ''),
      query text not null,
      position integer not null default 0,
      created_at timestamptz not null default now()
    );
    comment on column saved_views.service_id is 'shared with the managers of this service; null: personal';
    comment on column saved_views.query is 'the address of the list; it gives no right, each reads it with his own';
    create index saved_views_person on saved_views (person_id);
    create index saved_views_service on saved_views (service_id) where service_id is not null;

    create table default_views (
      person_id integer not null references people,
      mode text not null check (mode in ('mine', 'managed')),
      view_id integer references saved_views on delete cascade,
      query text,
      primary key (person_id, mode),
      check ((view_id is null) <> (query is null))
    );
    create index default_views_view on default_views (view_id) where view_id is not null;

    -- the categories of the services that somebody manages of which he is not a member: is_category_member the other way
    -- round, for all of them at once
    create function categories_of_others(person integer) returns table (id integer, concealed boolean) language sql stable as $$
      select c.id, c.concealed from categories c join service_managers m on m.service_id = c.service_id and m.person_id = person
      where c.members_from is not null and not exists (
        select 1 from category_members e where e.category_id = c.members_from and e.person_id = person)
    $$;
    create index categories_with_members on categories (service_id) include (id, members_from, concealed)
      where members_from is not null;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index categories_with_members;
    drop function categories_of_others;
    drop table default_views, saved_views;
    drop index tickets_service_live, tickets_service_archived, tickets_category, tickets_category_open, tickets_unhandled,
      tickets_handler, tickets_outward, tickets_outward_service;
    create index tickets_service on tickets (service_id, last_action_at desc, id desc);
    create index tickets_category on tickets (category_id);
  `);
