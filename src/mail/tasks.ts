import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { sendAccountLetter } from './account-letter.ts';
import { announce } from './announce.ts';
import { queueTogether } from './announce-together.ts';
import { gatherDigest } from './cap.ts';
import { type Delivery, deliver } from './deliver.ts';
import { deliveryTries } from './queue.ts';

const announcement = z.object({ ticketId: z.number().int(), batch: z.uuid(), together: z.boolean().optional() });
const togetherness = z.object({
  batch: z.uuid(),
  tickets: z.array(z.number().int()),
  managers: z.boolean().optional(),
});
const accountErrand = z.object({ linkId: z.number().int() });
const reader = z.object({ personId: z.number().int() });
const errand = z.object({ emailId: z.number().int() });

/** What the queue asks of the mails: to find who is to be told of an operation, and to send one mail. */
export const mailTasks = (delivery: Delivery): TaskList => ({
  announce: (payload) => announce(delivery.db, announcement.parse(payload)),
  'announce-together': (payload) => queueTogether(delivery.db, togetherness.parse(payload)),
  deliver: (payload, { job }) => deliver(delivery, errand.parse(payload).emailId, job.attempts >= job.max_attempts),
  digest: async (payload) => {
    await gatherDigest(delivery.db, reader.parse(payload).personId, deliveryTries);
  },
  'account-letter': (payload, { job }) =>
    sendAccountLetter(delivery, accountErrand.parse(payload).linkId, job.attempts >= job.max_attempts),
});
