import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { removeStored } from '../tickets/attachments.ts';

const removal = z.object({ fileId: z.uuid() });

/** A file that was deleted leaves the disk once the deletion is certain. */
export const fileTasks = (filesDir: string): TaskList => ({
  'remove-file': (payload) => removeStored(filesDir, removal.parse(payload).fileId),
});
