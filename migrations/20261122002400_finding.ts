import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table ticket_views add column opened_at timestamptz;
    comment on column ticket_views.opened_at is
      'when this person last opened the ticket, to the minute: the history of what was consulted; null once erased';
    create index ticket_views_opened on ticket_views (person_id, opened_at desc) where opened_at is not null;

    -- a name mistyped in a search
    create index people_alike on people using gin (plain_words(display_name) public.gin_trgm_ops) with (fastupdate = off);

    -- the journal of a service walks its entries, newest first: they follow the ticket where it goes
    alter table ticket_events add column service_id integer;
    update ticket_events e set service_id = t.service_id from tickets t where t.id = e.ticket_id;
    alter table ticket_events alter column service_id set not null;
    comment on column ticket_events.service_id is 'the service of the ticket today, kept by triggers';
    create index ticket_events_journal on ticket_events (service_id, at desc, id desc) include (ticket_id, action, actor_id);

    create function file_event_by_service() returns trigger language plpgsql as $$
    begin
      new.service_id := (select t.service_id from tickets t where t.id = new.ticket_id);
      return new;
    end $$;
    create trigger ticket_events_filed before insert on ticket_events
      for each row when (new.service_id is null) execute function file_event_by_service();

    create function events_follow_ticket() returns trigger language plpgsql as $$
    begin
      update ticket_events set service_id = new.service_id where ticket_id = new.id;
      return null;
    end $$;
    create trigger tickets_moved after update of service_id on tickets
      for each row when (old.service_id <> new.service_id) execute function events_follow_ticket();

    alter table services add column legacy_id integer;
    alter table categories add column legacy_id integer;
    comment on column services.legacy_id is 'its number in the application that this one replaces: its old addresses lead here';
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop trigger tickets_moved on tickets;
    drop trigger ticket_events_filed on ticket_events;
    drop function events_follow_ticket();
    drop function file_event_by_service();
    alter table ticket_events drop column service_id;
    alter table services drop column legacy_id;
    alter table categories drop column legacy_id;
    drop index people_alike;
    drop index ticket_views_opened;
    alter table ticket_views drop column opened_at;
  `);
