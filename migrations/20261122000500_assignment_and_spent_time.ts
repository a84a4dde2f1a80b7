import type { Knex } from 'knex';

const algorithm = `text check (assignment in ('nobody', 'first', 'random', 'cyclic'))`;

const inherited = [
  'default_priority',
  'default_visibility',
  'approval_days',
  'expiry_days',
  'assignment',
  'subject_template',
  'message_template',
];
const settings = (of: string) => inherited.map((name) => `${of}.${name}`).join(', ');

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table services
      add column assignment ${algorithm},
      add column expiry_days smallint check (expiry_days >= 0),
      add column spent_time_required boolean not null default false;
    alter table categories
      add column assignment ${algorithm},
      add column expiry_days smallint check (expiry_days >= 0),
      add column assignment_state integer not null default -1;
    comment on column categories.assignment_state is 'cyclic: the place in the list of who was assigned last';
    alter table service_managers
      add column rate smallint not null default 100 check (rate between 0 and 100);
    comment on column service_managers.rate is 'only 0 matters: skipped by random and cyclic';

    alter table tickets
      add column spent_minutes integer check (spent_minutes >= 0),
      add column machine text check (machine <> ''),
      add column first_reaction_at timestamptz;
    comment on column tickets.first_reaction_at is 'when somebody of the service first did something of it; never changes afterwards';

    create table ticket_links (
      ticket_id bigint not null references tickets,
      linked_ticket_id bigint not null references tickets,
      primary key (ticket_id, linked_ticket_id),
      check (ticket_id <> linked_ticket_id)
    );
    create index ticket_links_linked on ticket_links (linked_ticket_id);

    alter table ticket_events
      add column changes jsonb not null default '{}',
      add column quiet boolean not null default false;
    comment on column ticket_events.changes is 'each field of the ticket that this act changed: [before, after]';
    comment on column ticket_events.quiet is 'its author chose to tell nobody';
    create index ticket_events_moves on ticket_events (actor_id, id desc) where action = 'transfer';

    drop index tickets_to_approve;
    create index tickets_to_approve on tickets (category_id, last_action_at) where status = 'closed' and archived_at is null;

    -- what a category inherits, each setting from the nearest that states it: itself, its parents, its service, the
    -- installation (priority « Normale », private, 14 days, nobody assigned, nothing written beforehand)
    create function category_settings(category integer)
    returns table (
      priority smallint, visibility text, approval_days smallint, expiry_days smallint, assignment text,
      subject_template text, message_template text
    )
    language sql stable rows 1 as $$
      with recursive up as (
        select 0 as distance, c.parent_id, c.service_id, ${settings('c')} from categories c where c.id = category
        union all
        -- by its number, which a join would not do: the table is small enough to be read whole at each step
        select up.distance + 1, c.parent_id, c.service_id, ${settings('c')}
        from up, lateral (select p.parent_id, p.service_id, ${settings('p')} from categories p where p.id = up.parent_id limit 1) c
      ), levels as (
        select distance, ${settings('up')} from up
        union all
        select 1000, ${settings('s')} from services s where s.id = (select service_id from up where distance = 0)
        union all
        select 2000, 3, 'private', 14, 14, 'nobody', '', ''
      )
      select ${inherited.map((name) => `(array_agg(l.${name} order by distance) filter (where l.${name} is not null))[1]`).join(',\n        ')}
      from levels l
    $$;

    -- the effective members of a category, in order: its own where inheritance stops, else all the managers of the
    -- service; never somebody who does not manage the service
    create function category_effective_members(category integer)
    returns table (person_id integer, place integer, available boolean, rate smallint)
    language sql stable as $$
      select m.person_id, coalesce(e.position, m.position), m.available, m.rate
      from categories c join service_managers m on m.service_id = c.service_id
      left join category_members e on e.category_id = c.members_from and e.person_id = m.person_id
      where c.id = category and (c.members_from is null or e.person_id is not null)
      order by 2, m.person_id
    $$;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop function category_effective_members, category_settings;
    drop index tickets_to_approve;
    create index tickets_to_approve on tickets (last_action_at) where status = 'closed' and archived_at is null;
    alter table ticket_events drop column changes, drop column quiet;
    drop table ticket_links;
    alter table tickets drop column spent_minutes, drop column machine, drop column first_reaction_at;
    alter table service_managers drop column rate;
    alter table categories drop column assignment, drop column expiry_days, drop column assignment_state;
    alter table services drop column assignment, drop column expiry_days, drop column spent_time_required;
  `);
