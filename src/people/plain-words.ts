const ligatures: Record<string, string> = {
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  ı: 'i',
};

/** Without accents nor capitals: « Hélène Œuvrard » gives « helene oeuvrard ». */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[œæøłđðþßı]/g, (letter) => ligatures[letter] ?? letter);

/** The words of a name or of a search, to be compared. */
export const plainWords = (text: string): string[] =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Each word of the search begins a word of the names, in any order. */
export const namesMatch = (names: readonly string[], search: readonly string[]): boolean => {
  const known = names.flatMap(plainWords);
  return search.every((word) => known.some((name) => name.startsWith(word)));
};
