const day = 86_400_000;

/** Easter Sunday, by the anonymous Gregorian computation (Butcher, 1876). */
function easter(year: number): number {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((century + 8) / 25);
  const h = (19 * a + century - Math.floor(century / 4) - Math.floor((century - f + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (century % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1);
}

const fixed = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

/** The eleven public holidays of France (Code du travail, L3133-1), as days such as 2026-05-14. */
export function frenchHolidays(year: number): ReadonlySet<string> {
  const easterDay = easter(year);
  // Easter Monday, Ascension, Whit Monday
  const movable = [1, 39, 50].map((after) => new Date(easterDay + after * day).toISOString().slice(0, 10));
  return new Set([...fixed.map((date) => `${year}-${date}`), ...movable]);
}
