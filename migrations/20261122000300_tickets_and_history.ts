import type { Knex } from 'knex';

const audiences = `('everyone', 'managers-owner-guests', 'managers-owner', 'managers-guests', 'managers')`;

export const up = (knex: Knex) =>
  knex.schema.raw(`
    create table tickets (
      id bigint generated always as identity (start with 50001) primary key,
      subject text not null check (subject = ltrim(subject) and subject <> ''),
      status text not null default 'free' check (status in
        ('free', 'in-progress', 'incomplete', 'postponed', 'closed', 'approved', 'cancelled', 'refused', 'expired')),
      service_id integer not null references services,
      category_id integer not null,
      creation_service_id integer not null references services,
      owner_id integer not null references people,
      creator_id integer not null references people,
      handler_id integer references people,
      origin text not null default 'web' check (origin in ('web', 'mail', 'phone', 'other')),
      priority smallint check (priority between 1 and 5),
      visibility text check (visibility in ('public', 'intranet', 'subject-only', 'private')),
      effective_visibility text not null check (effective_visibility in ('public', 'intranet', 'subject-only', 'private')),
      anonymous boolean not null default false,
      version integer not null default 1,
      created_at timestamptz not null default now(),
      last_action_at timestamptz not null default now(),
      closed_at timestamptz,
      recall_at timestamptz,
      archived_at timestamptz,
      check (status <> 'free' or handler_id is null),
      foreign key (category_id, service_id) references categories (id, service_id)
    );
    comment on column tickets.priority is 'null: the default of the category';
    comment on column tickets.visibility is 'null: the default of the category';
    -- the live lists, newest change first (keyset on last_action_at, id)
    create index tickets_owner on tickets (owner_id, last_action_at desc, id desc);
    create index tickets_service_open on tickets (service_id, last_action_at desc, id desc)
      where status in ('free', 'in-progress', 'incomplete', 'postponed') and archived_at is null;
    create index tickets_service on tickets (service_id, last_action_at desc, id desc);
    create index tickets_free on tickets (service_id, category_id, owner_id, id)
      where status = 'free' and archived_at is null;
    create index tickets_handler_open on tickets (handler_id, last_action_at desc, id desc)
      where status in ('in-progress', 'incomplete', 'postponed') and archived_at is null;
    create index tickets_to_approve on tickets (last_action_at) where status = 'closed' and archived_at is null;
    create index tickets_to_recall on tickets (recall_at) where status = 'postponed';
    -- who is free has no handler: without it, lists of the free ones are thought to be short, and read whole
    create statistics tickets_status_handler (mcv) on status, handler_id from tickets;
    create index tickets_category on tickets (category_id);

    create table ticket_guests (
      ticket_id bigint not null references tickets,
      person_id integer not null references people,
      added_at timestamptz not null default now(),
      primary key (ticket_id, person_id)
    );
    create index ticket_guests_person on ticket_guests (person_id, ticket_id);

    create table ticket_events (
      id bigint generated always as identity primary key,
      ticket_id bigint not null references tickets,
      batch uuid not null,
      action text not null,
      actor_id integer references people,
      at timestamptz not null,
      audience text not null default 'managers-owner-guests' check (audience in ${audiences}),
      message_html text,
      message_text text,
      details jsonb not null default '{}'
    );
    comment on column ticket_events.batch is 'the events of one operation; a form carries it, so that posting twice acts once';
    comment on column ticket_events.actor_id is 'null: the application';
    create index ticket_events_ticket on ticket_events (ticket_id, id);
    create index ticket_events_batch on ticket_events (batch);

    create table drafts (
      id uuid primary key,
      person_id integer not null references people,
      fields jsonb not null default '{}',
      updated_at timestamptz not null default now()
    );
    create index drafts_person on drafts (person_id, updated_at desc);

    create table attachments (
      id uuid primary key,
      ticket_id bigint references tickets,
      event_id bigint references ticket_events,
      draft_id uuid references drafts on delete set null,
      uploader_id integer not null references people,
      name text not null,
      size bigint not null,
      type text not null,
      checksum text not null,
      audience text not null default 'managers-owner-guests' check (audience in ${audiences}),
      created_at timestamptz not null default now()
    );
    comment on column attachments.ticket_id is 'null: still in a form, or abandoned there';
    create index attachments_ticket on attachments (ticket_id);
    create index attachments_event on attachments (event_id);
    create index attachments_draft on attachments (draft_id);
    create index attachments_abandoned on attachments (created_at) where ticket_id is null;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw('drop table attachments, drafts, ticket_events, ticket_guests, tickets');
