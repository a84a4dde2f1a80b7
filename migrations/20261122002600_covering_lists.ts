import type { Knex } from 'knex';

const openStatuses = `('free', 'in-progress', 'incomplete', 'postponed')`;
const open = `status in ${openStatuses} and archived_at is null`;
const newest = 'last_action_at desc, id desc';
// what the rule of visibility asks of a ticket whose service the reader manages
const asked = 'category_id, owner_id';

/** Lists and counts are read in these alone: a ticket is fetched when its line is shown. */
export const up = (knex: Knex) =>
  knex.schema.raw(`
    drop index tickets_service_open, tickets_service_live, tickets_service_archived, tickets_unhandled, tickets_free,
      tickets_handler_open, tickets_handler, tickets_category_open;
    create index tickets_service_open on tickets (service_id, ${newest}) include (${asked}, handler_id) where ${open};
    create index tickets_service_live on tickets (service_id, ${newest}) include (${asked}, handler_id, status)
      where archived_at is null;
    create index tickets_service_archived on tickets (service_id, ${newest}) include (${asked})
      where archived_at is not null;
    create index tickets_unhandled on tickets (service_id, ${newest}) include (${asked})
      where handler_id is null and ${open};
    create index tickets_unhandled_closed on tickets (service_id, ${newest}) include (${asked})
      where handler_id is null and status not in ${openStatuses} and archived_at is null;
    create index tickets_handler_open on tickets (handler_id, ${newest}) include (service_id, ${asked})
      where status in ('in-progress', 'incomplete', 'postponed') and archived_at is null;
    create index tickets_handler on tickets (handler_id, ${newest}) include (service_id, ${asked}, status)
      where handler_id is not null and archived_at is null;
    create index tickets_category_open on tickets (category_id, ${newest}) include (service_id, owner_id, handler_id)
      where ${open};
  `);

export const down = (knex: Knex) =>
  knex.schema.raw(`
    drop index tickets_service_open, tickets_service_live, tickets_service_archived, tickets_unhandled,
      tickets_unhandled_closed, tickets_handler_open, tickets_handler, tickets_category_open;
    create index tickets_service_open on tickets (service_id, ${newest}) where ${open};
    create index tickets_service_live on tickets (service_id, ${newest}) where archived_at is null;
    create index tickets_service_archived on tickets (service_id, ${newest}) where archived_at is not null;
    create index tickets_unhandled on tickets (service_id, ${newest}) where handler_id is null and archived_at is null;
    create index tickets_free on tickets (service_id, category_id, owner_id, id)
      where status = 'free' and archived_at is null;
    create index tickets_handler_open on tickets (handler_id, ${newest})
      where status in ('in-progress', 'incomplete', 'postponed') and archived_at is null;
    create index tickets_handler on tickets (handler_id, ${newest}) where handler_id is not null and archived_at is null;
    create index tickets_category_open on tickets (category_id, ${newest}) where ${open};
  `);
