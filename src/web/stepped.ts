/** The list with one of its members a place nearer the start (-1) or the end (1); at the end of the line, as it was. */
export function stepped<T>(list: readonly T[], isMoved: (one: T) => boolean, step: -1 | 1): T[] {
  const from = list.findIndex(isMoved);
  const [one, other] = [list[from], list[from + step]];
  if (one === undefined || other === undefined || from + step < 0) return [...list];
  return list.with(from, other).with(from + step, one);
}
