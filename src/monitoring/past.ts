import { asNews, type Batch, type EventJson } from './news.ts';

type Past = Batch['ticket'];

/** An operation, and its ticket as it left it. */
export interface PastOperation {
  ticket: Past;
  events: readonly EventJson[];
}

/** The ticket before these entries: each keeps what it changed. */
const before = (ticket: Past, events: readonly EventJson[]): Past =>
  Object.assign(
    { ...ticket },
    ...events
      .toReversed()
      .map(({ changes }) => Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change?.[0]]))),
  );

/** The operations that these entries are, the latest first, each with the ticket as it was just after. */
export function operationsOf(ticket: Past, events: readonly EventJson[]): PastOperation[] {
  const batches = [...new Set(events.map(({ batch }) => batch))].reverse();
  const operations: PastOperation[] = [];
  let state = ticket;
  for (const batch of batches) {
    const own = events.filter((event) => event.batch === batch);
    operations.push({ ticket: state, events: own });
    state = before(state, own);
  }
  return operations;
}

export const asBatch = ({ ticket, events }: PastOperation): Batch => ({
  ticket,
  news: events.filter(({ quiet }) => !quiet).flatMap(asNews),
});
