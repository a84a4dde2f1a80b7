import type { Db } from '../src/db/connection.ts';

const filled = `('tickets'::regclass, 'ticket_events'::regclass, 'ticket_guests'::regclass, 'attachments'::regclass,
  'ticket_views'::regclass, 'ticket_subjects'::regclass, 'ticket_watches'::regclass, 'bookmarks'::regclass)`;

const constraintsOf = `
  select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
  from pg_constraint where contype = 'f' and conrelid in ${filled}`;

const indexesOf = `
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
  from pg_index where indrelid in ${filled} and not indisprimary`;

const lanes = 2;

/** Rows first, indexes after: filling them one row at a time would take most of the time of the benchmark. */
export async function withoutIndexes(db: Db, fill: () => Promise<void>): Promise<void> {
  const constraints = (await db.raw(constraintsOf)).rows;
  const indexes = (await db.raw(indexesOf)).rows;
  for (const { table, name } of constraints) await db.raw(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await db.raw(`drop index ${name}`);
  await fill();
  const left: Iterator<{ definition: string }> & Iterable<{ definition: string }> = indexes.values();
  const lane = async () => {
    for (const { definition } of left) await db.raw(definition);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const { table, name, definition } of constraints)
    await db.raw(`alter table ${table} add constraint ${name} ${definition} not valid`);
}
