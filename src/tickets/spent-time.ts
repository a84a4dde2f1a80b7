const hour = 60;
/** A day of work. */
const day = 8 * hour;

/** « 1 j 2 h 15 mn ». Null is time that nobody told. */
export const durationWords = (minutes: number): string => {
  const parts = [
    [Math.floor(minutes / day), 'j'],
    [Math.floor((minutes % day) / hour), 'h'],
    [minutes % hour, 'mn'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return told.length === 0 ? '0 mn' : told.join(' ');
};

const written =
  /^(?:(\d+(?:[.,]\d+)?)\s*j(?:ours?)?)?\s*(?:(\d+(?:[.,]\d+)?)\s*h(?:eures?)?)?\s*(?:(\d+)\s*(?:mi?n?|minutes?)?)?$/i;

const counted = (text = '0') => Number(text.replace(',', '.'));

/** Minutes of a time as people write it: « 1 h 30 », « 1 j 2 h 15 mn », « 45 ». Null when it is not one. */
export function parseDuration(text: string): number | null {
  const found = written.exec(text.replace(/[\s\u00a0\u202f]+/g, ' ').trim());
  if (found === null || text.trim() === '') return null;
  const [, days, hours, minutes] = found;
  return Math.round(counted(days) * day + counted(hours) * hour + counted(minutes));
}
