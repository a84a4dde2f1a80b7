import type { Language } from './words.ts';

const units: Record<Language, readonly [seconds: number, word: string][]> = {
  fr: [
    [86_400, 'j'],
    [3600, 'h'],
    [60, 'min'],
  ],
  en: [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ],
};

/** Time gone by, in its two largest units: « 2 j 3 h », « 12 min ». */
export function durationWords(language: Language, from: Date, to: Date): string {
  let left = Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000));
  const parts = units[language].map(([seconds, word]) => {
    const amount = Math.floor(left / seconds);
    left -= amount * seconds;
    return { amount, text: `${amount}\u00a0${word}` };
  });
  const first = parts.findIndex(({ amount }) => amount > 0);
  if (first === -1) return language === 'fr' ? 'moins d’une minute' : 'less than a minute';
  return parts
    .slice(first, first + 2)
    .filter(({ amount }) => amount > 0)
    .map(({ text }) => text)
    .join(' ');
}
