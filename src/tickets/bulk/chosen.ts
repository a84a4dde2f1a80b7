/** How many tickets one operation may concern. */
export const mostAtOnce = 100;

/** A ticket chosen in a list; a form of confirmation says besides in which version it was shown. */
export interface Chosen {
  id: number;
  version: number | null;
}

const shape = /^(\d{1,15})(?::(\d{1,9}))?$/;

const texts = (value: unknown): string[] => [value].flat().filter((one): one is string => typeof one === 'string');

/** Those that a form or an address names: `ticket=12`, `ticket=12:3` for a version, `tickets=12-45`. Each once. */
export function chosenIn(sent: unknown): Chosen[] {
  const { ticket, tickets } = (sent ?? {}) as { ticket?: unknown; tickets?: unknown };
  const named = [...texts(ticket), ...texts(tickets).flatMap((list) => list.split('-'))];
  const found = new Map<number, Chosen>();
  for (const one of named) {
    const [, id, version] = shape.exec(one) ?? [];
    if (id !== undefined && !found.has(Number(id)))
      found.set(Number(id), { id: Number(id), version: version === undefined ? null : Number(version) });
  }
  return [...found.values()];
}
