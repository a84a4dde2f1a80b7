import { type Db, rows } from '../../db/connection.ts';

/** A column that refers to people, and the unique keys of its table that it takes part in. */
export interface Reference {
  table: string;
  column: string;
  /** For each key, its other columns. */
  keys: string[][];
}

/**
 * Everything that refers to a person, as the database itself knows it: a table added tomorrow follows its people
 * without being named here.
 */
export const referencesToPeople = (db: Db) =>
  rows<Reference>(
    db,
    `select c.conrelid::regclass::text as "table", a.attname as "column", coalesce((
       select json_agg((
         select json_agg(k.attname) from pg_attribute k
         where k.attrelid = i.indrelid and k.attnum = any(i.indkey) and k.attnum <> a.attnum))
       from pg_index i
       where i.indrelid = c.conrelid and i.indisunique and a.attnum = any(i.indkey)), '[]') as keys
     from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.confrelid = 'people'::regclass and cardinality(c.conkey) = 1
     order by 1, 2`,
  );
