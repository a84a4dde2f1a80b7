import type { Knex } from 'knex';

export const up = (knex: Knex) =>
  knex.schema.raw(`
    -- a statement does not see what was written while it waited; what a function runs does
    create function filed_under(operation uuid, creator integer) returns bigint language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended(operation::text, 0));
      return (select e.ticket_id from ticket_events e where e.batch = operation and e.actor_id = creator limit 1);
    end $$;
    comment on function filed_under is 'the ticket that this form has filed already; the same form sent meanwhile waits';
  `);

export const down = (knex: Knex) => knex.schema.raw('drop function filed_under');
