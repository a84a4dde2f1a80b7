/** Remembers answers for a while, the newest of them only, so that memory stays small. */
export function memory<T>(keptMs: number, most: number, now: () => number = Date.now) {
  const known = new Map<string, { value: T; until: number }>();
  return async (key: string, find: () => Promise<T>): Promise<T> => {
    const found = known.get(key);
    if (found !== undefined && found.until > now()) return found.value;
    const value = await find();
    known.delete(key);
    known.set(key, { value, until: now() + keptMs });
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return value;
  };
}
