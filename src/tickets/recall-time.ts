import { Temporal } from 'temporal-polyfill';

/** A day that was chosen, and the hour when a ticket postponed until then comes back. */
export interface RecallDay {
  /** As `2026-03-04`. */
  day: string;
  at: Date;
}

/** In the morning, before the services open, by the clock on their wall. */
const hour = 7;

export function recallOn(day: string, timeZone: string): RecallDay {
  const morning = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: { hour } });
  return { day, at: new Date(morning.epochMilliseconds) };
}
