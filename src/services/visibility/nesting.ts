interface Nested {
  id: string;
  groups: readonly (readonly { kind: string; condition?: string }[])[];
}

const namedIn = ({ groups }: Nested) => groups.flat().flatMap(({ condition }) => condition ?? []);

/** Whether a condition may stand in another: it is not that one, and holds it nowhere. */
export function isAcyclic(conditions: readonly Nested[], outer: string, inner: string): boolean {
  const seen = new Set<string>();
  const waiting = [inner];
  for (const id of waiting) {
    if (id === outer) return false;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const one of conditions) if (one.id === id) waiting.push(...namedIn(one));
  }
  return true;
}

/** Names of what uses a condition: the rules, and the other conditions. */
export const usersOf = (all: readonly (Nested & { name: string })[], id: string): string[] =>
  all.filter((one) => namedIn(one).includes(id)).map(({ name }) => name);
