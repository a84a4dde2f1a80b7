import type { Random } from './random.ts';

const minute = 60_000;
const hour = 60 * minute;
export const day = 24 * hour;
const opening = 8.5 * hour;
const closing = 18 * hour;

const offsets = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Paris', timeZoneName: 'longOffset' });

const offsetAt = (time: number) => {
  const [, hours = '1'] = /GMT\+(\d+)/.exec(offsets.format(time)) ?? [];
  return Number(hours) * hour;
};

// « wall » times are what a clock in Paris shows, counted as if it were UTC
const toWall = (date: Date) => date.getTime() + offsetAt(date.getTime());
const fromWall = (wall: number) => new Date(wall - offsetAt(wall - hour));

const midnight = (wall: number) => wall - (wall % day);
const isWeekend = (wall: number) => [0, 6].includes(new Date(wall).getUTCDay());

const nextOpening = (wall: number) => {
  let open = midnight(wall) + opening;
  if (wall >= midnight(wall) + closing) open += day;
  while (isWeekend(open)) open += day;
  return Math.max(wall, open);
};

/** Later by so many minutes of work: nights and week-ends do not count. */
export function workingAfter(date: Date, minutes: number): Date {
  let wall = nextOpening(toWall(date));
  let left = minutes * minute;
  while (left > midnight(wall) + closing - wall) {
    left -= midnight(wall) + closing - wall;
    wall = nextOpening(midnight(wall) + closing);
  }
  return fromWall(wall + left);
}

/** Later by so many minutes, whatever the day, but not while people sleep. */
export function wakingAfter(date: Date, minutes: number): Date {
  const wall = toWall(date) + minutes * minute;
  const sinceMidnight = wall % day;
  if (sinceMidnight < 7 * hour) return fromWall(midnight(wall) + 7.5 * hour + (wall % hour));
  if (sinceMidnight > 23 * hour) return fromWall(midnight(wall) + day + 7.5 * hour + (wall % hour));
  return fromWall(wall);
}

/** A moment about `days` ago when people file tickets: mostly office hours, some evenings, few week-ends. */
export function filingTime(now: Date, days: number, random: Random): Date {
  let wall = midnight(toWall(now) - days * day);
  const atWork = random.chance(0.88);
  const time = atWork ? random.between(opening, closing) : random.between(closing, 22.75 * hour);
  if (!random.chance(0.06)) while (isWeekend(wall)) wall -= day;
  while (fromWall(wall + time) > new Date(now.getTime() - 20 * minute)) wall -= day;
  return fromWall(wall + time);
}

export const isEvening = (date: Date) => toWall(date) % day > closing;

const words = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', ...options });
const dayWords = words({ weekday: 'long', day: 'numeric', month: 'long' });

/** « mardi 3 février » */
export const frenchDay = (date: Date) => dayWords.format(date);

/** « 2026-02-03 », in Paris. */
export const isoDay = (date: Date) => new Date(toWall(date)).toISOString().slice(0, 10);

/** « 2025-2026 »: the academic year starts in September. */
export const academicYear = (date: Date) => {
  const year = new Date(toWall(date) - 243 * day).getUTCFullYear();
  return `${year}-${year + 1}`;
};
