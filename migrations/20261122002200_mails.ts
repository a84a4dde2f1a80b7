import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table people
      add column shows_ended_tickets boolean not null default true,
      add column shows_filing_help boolean not null default true;
    alter table people drop constraint people_start_page_check,
      add check (start_page in ('home', 'tickets', 'new-ticket', 'search', 'bookmarks', 'journal'));
    comment on column people.shows_ended_tickets is 'after closing, refusing or postponing a ticket, its page and not the dashboard';

    -- one mail about several tickets, found from each of them by their operation
    create index emails_together on emails ((about ->> 'batch')) where ticket_id is null;
    -- the tickets that left a service
    create index ticket_events_departures on ticket_events ((changes -> 'serviceId' ->> 0), at)
      where changes -> 'serviceId' is not null;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index ticket_events_departures;
    drop index emails_together;
    update people set start_page = 'home' where start_page in ('search', 'bookmarks', 'journal');
    alter table people drop constraint people_start_page_check,
      add check (start_page in ('home', 'tickets', 'new-ticket'));
    alter table people drop column shows_ended_tickets, drop column shows_filing_help;
  `);
