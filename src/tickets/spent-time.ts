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
