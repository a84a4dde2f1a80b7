import type { TaskList } from 'graphile-worker';
import type { Db } from '../../db/connection.ts';
import { readAllAttributes } from './attributes.ts';
import type { Directory } from './directory.ts';

/** What is asked of the worker about the directory; nothing where the institution has none. */
export const directoryTasks = ({ db, directory }: { db: Db; directory: Directory | null }): TaskList => ({
  'read-attributes': async () => {
    if (directory !== null) await readAllAttributes(db, directory);
  },
});
