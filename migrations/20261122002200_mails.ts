import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    alter table people
      add column shows_ended_tickets boolean not null default true,
      add column shows_filing_help boolean not null default true;
    comment on column people.shows_ended_tickets is 'after closing, refusing or postponing a ticket, its page and not the dashboard';

    -- one mail about several tickets, found from each of them by their operation
    create index emails_together on emails ((about ->> 'batch')) where ticket_id is null;
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index emails_together;
    alter table people drop column shows_ended_tickets, drop column shows_filing_help;
  `);
