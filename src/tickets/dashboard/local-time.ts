import { Temporal } from 'temporal-polyfill';

const day = 86_400_000;

const offsetAt = (instant: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;

const sign = (offset: number) => {
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
};

/**
 * Writes instants as 2026-01-31T10:00:00+01:00 in this zone. What the zone is ahead of UTC is asked once for each day,
 * and for each instant of the days when it changes: a file has thousands of dates.
 */
export function localTimes(timeZone: string): (date: Date) => string {
  const offsets = new Map<number, number | null>();
  const offsetOn = (rank: number) => {
    const [start, end] = [offsetAt(rank * day, timeZone), offsetAt((rank + 1) * day, timeZone)];
    return start === end ? start : null;
  };
  return (date) => {
    const instant = date.getTime();
    const rank = Math.floor(instant / day);
    if (!offsets.has(rank)) offsets.set(rank, offsetOn(rank));
    const offset = offsets.get(rank) ?? offsetAt(instant, timeZone);
    return `${new Date(instant + offset).toISOString().slice(0, 19)}${sign(offset)}`;
  };
}
