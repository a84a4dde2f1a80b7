import { Temporal } from 'temporal-polyfill';
import { frenchHolidays } from './holidays.ts';

/** When a manager wants the report of a service: hours of the institution's day. */
export interface ReportTimes {
  hours: readonly number[];
  weekends: boolean;
  holidays: boolean;
}

const wanted = (date: Temporal.PlainDate, { weekends, holidays }: ReportTimes) =>
  (weekends || date.dayOfWeek < 6) && (holidays || !frenchHolidays(date.year).has(date.toString()));

const dayOf = (instant: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();

/**
 * The latest hour that began after `since` and not after `until`, as `2026-03-04T08`; null when there is none.
 * An hour that the change of clock skips counts an hour later; one that it repeats, the first time only.
 */
export function latestSlot(
  times: ReportTimes,
  { since, until }: { since: Date; until: Date },
  timeZone: string,
): string | null {
  const first = dayOf(since, timeZone);
  for (
    let date = dayOf(until, timeZone);
    Temporal.PlainDate.compare(date, first) >= 0;
    date = date.subtract({ days: 1 })
  ) {
    if (!wanted(date, times)) continue;
    for (const hour of times.hours.toSorted((one, other) => other - one)) {
      const at = date.toZonedDateTime({ timeZone, plainTime: { hour } }).epochMilliseconds;
      if (at > since.getTime() && at <= until.getTime()) return `${date}T${String(hour).padStart(2, '0')}`;
    }
  }
  return null;
}
