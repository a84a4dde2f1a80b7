import type { Knex } from 'knex';

const containerColumns = `
      label text not null,
      long_label text not null,
      help text not null default '',
      position integer not null default 0,
      default_priority smallint check (default_priority between 1 and 5),
      default_visibility text check (default_visibility in ('public', 'intranet', 'subject-only', 'private')),
      approval_days smallint check (approval_days >= 0),
      subject_template text,
      message_template text`;

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create table services (
      id integer generated always as identity primary key,
      ${containerColumns},
      enabled boolean not null default false,
      anonymous boolean not null default false,
      inter_service text not null default '',
      unique (label)
    );

    create table categories (
      id integer generated always as identity primary key,
      service_id integer not null references services,
      parent_id integer,
      ${containerColumns},
      accepts_tickets boolean not null default true,
      hidden boolean not null default false,
      confidential boolean not null default false,
      inherits_members boolean not null default true,
      unique (id, service_id),
      -- a sub-category belongs to the service of its parent
      foreign key (parent_id, service_id) references categories (id, service_id)
    );
    create index categories_service on categories (service_id, position);
    create index categories_parent on categories (parent_id);

    create table service_managers (
      service_id integer not null references services,
      person_id integer not null references people,
      position integer not null default 0,
      privileges text[] not null default '{}',
      available boolean not null default true,
      monitors_any text not null default 'never' check (monitors_any in ('never', 'creation', 'always')),
      monitors_category text not null default 'creation' check (monitors_category in ('never', 'creation', 'always')),
      monitors_handled text not null default 'always' check (monitors_handled in ('never', 'creation', 'always')),
      primary key (service_id, person_id)
    );
    create index service_managers_person on service_managers (person_id);

    create table category_members (
      category_id integer not null references categories,
      person_id integer not null references people,
      position integer not null default 0,
      primary key (category_id, person_id)
    );
    create index category_members_person on category_members (person_id);

    create table permanent_guests (
      service_id integer not null references services,
      person_id integer not null references people,
      primary key (service_id, person_id)
    );

    -- confidential, itself or by an ancestor
    create function category_is_confidential(category integer) returns boolean language sql stable as $$
      with recursive up as (
        select id, parent_id, confidential from categories where id = category
        union all
        select c.id, c.parent_id, c.confidential from categories c join up on c.id = up.parent_id
      )
      select bool_or(confidential) from up
    $$;

    -- effective membership: explicit where inheritance stops, else all the managers of the service;
    -- never somebody who does not manage the service
    create function is_category_member(category integer, person integer) returns boolean language sql stable as $$
      with recursive up as (
        select id, parent_id, service_id, inherits_members from categories where id = category
        union all
        select c.id, c.parent_id, c.service_id, c.inherits_members
        from categories c join up on c.id = up.parent_id where up.inherits_members
      ), top as (
        select id, service_id, inherits_members from up
        where not inherits_members or parent_id is null
      )
      select exists (
        select 1 from top join service_managers m on m.service_id = top.service_id and m.person_id = person
        where top.inherits_members
           or exists (select 1 from category_members e where e.category_id = top.id and e.person_id = person)
      )
    $$;

    -- the confidential categories, by themselves or by an ancestor, of which this person is not a member:
    -- is_category_member, for all of them at once
    create function hidden_categories(person integer) returns setof integer language sql stable as $$
      with recursive down as (
        select id from categories where confidential
        union
        select c.id from categories c join down on c.parent_id = down.id
      ), up as (
        select c.id as category, c.id, c.parent_id, c.service_id, c.inherits_members
        from categories c join down on down.id = c.id
        union all
        select up.category, c.id, c.parent_id, c.service_id, c.inherits_members
        from categories c join up on c.id = up.parent_id where up.inherits_members
      )
      select up.category from up
      where (not up.inherits_members or up.parent_id is null) and not exists (
        select 1 from service_managers m where m.service_id = up.service_id and m.person_id = person
          and (up.inherits_members
            or exists (select 1 from category_members e where e.category_id = up.id and e.person_id = person))
      )
    $$;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(
    'drop function hidden_categories, is_category_member, category_is_confidential; drop table permanent_guests, category_members, service_managers, categories, services',
  );
