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
  year: string;
  hour: string;
  minute: string;
}

interface Formats {
  moment(date: Date): Moment;
  weekday(date: Date): string;
  shortWeekday(date: Date): string;
  dayOfYear(date: Date): string;
  shortDayOfYear(date: Date): string;
  numeric(date: Date): string;
}

const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

function momentOf(timeZone: string): Formats['moment'] {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (date) => {
    const [, day = '', month = '', year = '', hour = '', minute = ''] =
      /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+)/.exec(format.format(date)) ?? [];
    return { day: Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000, year, hour, minute };
  };
}

const formatsFor = (language: Language, timeZone: string): Formats => {
  const by = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locales[language], { timeZone, ...options });
    return (date: Date) => format.format(date).replace(/^1 (?=\p{L})/u, language === 'fr' ? '1er ' : '1 ');
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

/** Building the formats is slow, using them is not: one set per language and zone. */
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
    time: ({ hour, minute }) => `${Number(hour)}\u00a0h\u00a0${minute}`,
    at: (day, time) => `${day} à ${time}`,
    on: (day) => `le ${day}`,
    today: 'aujourd’hui',
    yesterday: 'hier',
    tomorrow: 'demain',
  },
  en: {
    time: ({ hour, minute }) => `${hour}:${minute}`,
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

  const nearDay = (days: number, weekday: string) => {
    if (days === 0) return phrase.today;
    if (days === 1) return phrase.yesterday;
    if (days === -1) return phrase.tomorrow;
    return days > 1 && days < 7 ? weekday : null;
  };

  const when = (date: Date) => {
    const moment = format.moment(date);
    const day = format.dayOfYear(date);
    const absolute = phrase.on(moment.year === present.year ? day : `${day} ${moment.year}`);
    return phrase.at(nearDay(present.day - moment.day, format.weekday(date)) ?? absolute, phrase.time(moment));
  };

  const shortWhen = (date: Date) => {
    const moment = format.moment(date);
    const days = present.day - moment.day;
    const time = `${Number(moment.hour)}:${moment.minute}`;
    if (days === 0) return time;
    const near = nearDay(days, format.shortWeekday(date));
    if (near !== null) return `${near} ${time}`;
    return moment.year === present.year ? format.shortDayOfYear(date) : format.numeric(date);
  };

  const shortDay = (date: Date) => {
    const moment = format.moment(date);
    const near = nearDay(present.day - moment.day, format.shortWeekday(date));
    return near ?? (moment.year === present.year ? format.shortDayOfYear(date) : format.numeric(date));
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
