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
      effective_priority smallint not null default 3,
      concealed boolean not null default false,
      members_from integer,
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

    -- what lists ask for on every line is worked out when a category changes, not when it is read
    comment on column categories.effective_priority is 'its default priority, or that of the nearest above; written by settle_category';
    comment on column categories.concealed is 'confidential, itself or by an ancestor; written by settle_category';
    comment on column categories.members_from is 'where inheritance stops: the category whose members are its own, null for all the managers of the service; written by settle_category';
    create index categories_concealed on categories (id) where concealed;

    -- this category, or those at the top of a service, and all that is under them
    create function settle_category(category integer, service integer) returns void language sql as $$
      with recursive down as (
        select c.id, coalesce(c.default_priority, p.effective_priority, s.default_priority, 3) as priority,
          c.confidential or coalesce(p.concealed, false) as concealed,
          case when c.inherits_members then p.members_from else c.id end as members_from
        from categories c join services s on s.id = c.service_id left join categories p on p.id = c.parent_id
        where c.id = category or (c.service_id = service and c.parent_id is null)
        union all
        select c.id, coalesce(c.default_priority, down.priority), c.confidential or down.concealed,
          case when c.inherits_members then down.members_from else c.id end
        from categories c join down on c.parent_id = down.id
      )
      update categories c
      set effective_priority = down.priority, concealed = down.concealed, members_from = down.members_from
      from down
      where c.id = down.id
        and (c.effective_priority, c.concealed, c.members_from) is distinct from (down.priority, down.concealed, down.members_from)
    $$;
    create function category_settles() returns trigger language plpgsql as $$
      begin perform settle_category(new.id, null); return null; end $$;
    create trigger category_settles
      after insert or update of parent_id, service_id, default_priority, confidential, inherits_members on categories
      for each row execute function category_settles();
    create function service_settles() returns trigger language plpgsql as $$
      begin perform settle_category(null, new.id); return null; end $$;
    create trigger service_settles after update of default_priority on services
      for each row execute function service_settles();

    create function category_is_confidential(category integer) returns boolean language sql stable as $$
      select concealed from categories where id = category
    $$;

    -- effective membership: explicit where inheritance stops, else all the managers of the service;
    -- never somebody who does not manage the service
    create function is_category_member(category integer, person integer) returns boolean language sql stable as $$
      select exists (
        select 1 from categories c join service_managers m on m.service_id = c.service_id and m.person_id = person
        where c.id = category and (c.members_from is null
          or exists (select 1 from category_members e where e.category_id = c.members_from and e.person_id = person))
      )
    $$;

    -- the confidential categories, by themselves or by an ancestor, of which this person is not a member:
    -- is_category_member, for all of them at once
    create function hidden_categories(person integer) returns setof integer language sql stable as $$
      select c.id from categories c
      where c.concealed and not exists (
        select 1 from service_managers m where m.service_id = c.service_id and m.person_id = person
          and (c.members_from is null
            or exists (select 1 from category_members e where e.category_id = c.members_from and e.person_id = person))
      )
    $$;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(
    'drop function hidden_categories, is_category_member, category_is_confidential; drop table permanent_guests, category_members, service_managers, categories, services; drop function settle_category, category_settles, service_settles',
  );
