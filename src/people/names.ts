const words = (name: string) => name.split(/[\s.]+/).filter((word) => /^\p{L}/u.test(word));
const firstLetter = (word: string | undefined) => (word === undefined ? '' : ([...word][0] ?? '').toUpperCase());

/** Two letters for an avatar: « Marie-Claire Dupont » gives MD. */
export function initials(name: string): string {
  const parts = words(name);
  return firstLetter(parts[0]) + (parts.length > 1 ? firstLetter(parts.at(-1)) : '') || '?';
}

/** One of the twelve colours of an avatar, always the same for a name. */
export function hue(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return sum % 12;
}
