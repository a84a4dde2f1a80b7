import type { Language } from './words.ts';

export interface DateWords {
  /** « aujourd’hui à 8 h 52 », « jeudi à 17 h 31 », « le 3 mars à 14 h 05 ». */
  when(date: Date): string;
  /** For lists: « 8:52 », « hier 16:40 », « jeu. 17:31 », « 3 mars », « 12/11/2025 ». */
  shortWhen(date: Date): string;
  /** The same without the hour: « aujourd’hui », « hier », « jeu. », « 3 mars », « 12/11/2025 ». */
  shortDay(date: Date): string;
  iso(date: Date): string;
}

interface Moment {
  /** Days since 1970 in the institution's zone. */
  day: number;
  year: number;
  hour: number;
  minute: string;
}

interface Formats {
  moment(date: Date): Moment;
  weekday(day: number): string;
  shortWeekday(day: number): string;
  dayOfYear(day: number): string;
  shortDayOfYear(day: number): string;
  numeric(day: number): string;
}

const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };
const dayMs = 86_400_000;

const remembering = <Value>(work: (key: number) => Value) => {
  const known = new Map<number, Value>();
  return (key: number): Value => {
    const found = known.get(key) ?? work(key);
    known.set(key, found);
    return found;
  };
};

/** How far a zone is from UTC: asked of the library, which is slow, once for each day that has a single answer. */
function offsetOf(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const asked = (time: number) => {
    const parts = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)/.exec(format.format(time)) ?? [];
    const [, day = 0, month = 1, year = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
  };
  const ofDay = remembering((day) => {
    const start = asked(day * dayMs);
    return start === asked((day + 1) * dayMs) ? start : null;
  });
  return (time) => ofDay(Math.floor(time / dayMs)) ?? asked(time);
}

function momentOf(timeZone: string): Formats['moment'] {
  const offset = offsetOf(timeZone);
  return (date) => {
    const time = date.getTime();
    const local = new Date(time + offset(time));
    const minute = String(local.getUTCMinutes()).padStart(2, '0');
    return {
      day: Math.floor(local.getTime() / dayMs),
      year: local.getUTCFullYear(),
      hour: local.getUTCHours(),
      minute,
    };
  };
}

const formatsFor = (language: Language, timeZone: string): Formats => {
  const by = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locales[language], { timeZone: 'UTC', ...options });
    return remembering((day) => format.format(day * dayMs).replace(/^1 (?=\p{L})/u, language === 'fr' ? '1er ' : '1 '));
  };
  return {
    moment: momentOf(timeZone),
    weekday: by({ weekday: 'long' }),
    shortWeekday: by({ weekday: 'short' }),
    dayOfYear: by({ day: 'numeric', month: 'long' }),
    shortDayOfYear: by({ day: 'numeric', month: 'short' }),
    numeric: by({ dateStyle: 'short' }),
  };
};

const known = new Map<string, Formats>();

/** Building the formats is slow, using them too: one set per language and zone, and what they said of each day. */
function formats(language: Language, timeZone: string): Formats {
  const key = `${language} ${timeZone}`;
  const found = known.get(key) ?? formatsFor(language, timeZone);
  known.set(key, found);
  return found;
}

interface Phrases {
  time(moment: Moment): string;
  at(day: string, time: string): string;
  on(day: string): string;
  today: string;
  yesterday: string;
  tomorrow: string;
}

const phrases: Record<Language, Phrases> = {
  fr: {
    time: ({ hour, minute }) => `${hour}\u00a0h\u00a0${minute}`,
    at: (day, time) => `${day} à ${time}`,
    on: (day) => `le ${day}`,
    today: 'aujourd’hui',
    yesterday: 'hier',
    tomorrow: 'demain',
  },
  en: {
    time: ({ hour, minute }) => `${String(hour).padStart(2, '0')}:${minute}`,
    at: (day, time) => `${day} at ${time}`,
    on: (day) => `on ${day}`,
    today: 'today',
    yesterday: 'yesterday',
    tomorrow: 'tomorrow',
  },
};

export function dateWords(language: Language, timeZone: string, now: Date): DateWords {
  const format = formats(language, timeZone);
  const phrase = phrases[language];
  const present = format.moment(now);

  const nearDay = (day: number, weekday: (day: number) => string) => {
    const days = present.day - day;
    if (days === 0) return phrase.today;
    if (days === 1) return phrase.yesterday;
    if (days === -1) return phrase.tomorrow;
    return days > 1 && days < 7 ? weekday(day) : null;
  };

  const absolute = ({ day, year }: Moment) => {
    const name = format.dayOfYear(day);
    return phrase.on(year === present.year ? name : `${name} ${year}`);
  };

  const shortAbsolute = ({ day, year }: Moment) =>
    year === present.year ? format.shortDayOfYear(day) : format.numeric(day);

  const when = (date: Date) => {
    const moment = format.moment(date);
    return phrase.at(nearDay(moment.day, format.weekday) ?? absolute(moment), phrase.time(moment));
  };

  const shortWhen = (date: Date) => {
    const moment = format.moment(date);
    const time = `${moment.hour}:${moment.minute}`;
    if (moment.day === present.day) return time;
    const near = nearDay(moment.day, format.shortWeekday);
    return near === null ? shortAbsolute(moment) : `${near} ${time}`;
  };

  const shortDay = (date: Date) => {
    const moment = format.moment(date);
    return nearDay(moment.day, format.shortWeekday) ?? shortAbsolute(moment);
  };

  return { when, shortWhen, shortDay, iso: (date) => date.toISOString() };
}

const rounded = (maximumFractionDigits: number): Record<Language, Intl.NumberFormat> => ({
  fr: new Intl.NumberFormat(locales.fr, { maximumFractionDigits }),
  en: new Intl.NumberFormat(locales.en, { maximumFractionDigits }),
});
const whole = rounded(0);
const tenths = rounded(1);

/** « 184 ko ». */
export function sizeWords(language: Language, bytes: number): string {
  const units = language === 'fr' ? ['octets', 'ko', 'Mo', 'Go'] : ['bytes', 'kB', 'MB', 'GB'];
  const rank = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** rank;
  const format = rank > 1 && amount < 10 ? tenths : whole;
  return `${format[language].format(amount)}\u00a0${units[rank]}`;
}
