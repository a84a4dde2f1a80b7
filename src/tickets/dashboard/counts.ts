import { type Branch, branchesOf } from './branches.ts';
import { type Filter, type Involvement, involvements } from './filter.ts';
import { byChange } from './walk.ts';

/** Counts stop there: past it, the exact number helps nobody and would cost more than the list. */
export const caps = { list: 199, tab: 49 } as const;

export interface Count {
  count: number;
  /** There are more. */
  more: boolean;
}

// any will do, where each key has its own; one walk keeps to its index
const matching = ({ keys, where }: Branch, most: string) => {
  const conditions = keys === null ? where : [`t.${keys.column} = any (${keys.ids})`, ...where];
  const order = keys === null ? byChange(true) : '';
  return `select t.id from tickets t where ${conditions.join(' and ')} ${order} limit ${most}`;
};

// a ticket may be of two branches
const counted = (found: readonly string[], most: string) =>
  found.length === 1
    ? `(select count(*) from (${found[0]} limit ${most}) counted)`
    : `(select count(*) from (${found.join(' union ')} limit ${most}) counted)`;

/** The branches of all the tabs of a filter, each looked at once, and what each tab counts. */
export function countsSql(filter: Filter) {
  const known: Involvement[] = [...involvements[filter.mode]].sort(
    (one, other) => Number(other === filter.involvement) - Number(one === filter.involvement),
  );
  const names = new Map<string, string>();
  const looks: string[] = [];
  const nameOf = (branch: Branch, most: string) => {
    const key = JSON.stringify(branch);
    const name = names.get(key) ?? `branch_${names.size}`;
    if (!names.has(key)) looks.push(`${name} as materialized (${matching(branch, most)})`);
    names.set(key, name);
    return name;
  };
  const counts = known.map((involvement) => {
    // written, not bound: a plan that does not know it is not kept
    const most = String(1 + (involvement === filter.involvement ? caps.list : caps.tab));
    const found = branchesOf({ ...filter, involvement }).map((branch) => `select id from ${nameOf(branch, most)}`);
    return `'${involvement}', ${counted(found, most)}`;
  });
  return { looks, counts: `json_build_object(${counts.join(', ')}) as counts` };
}

export const countOfTab = (filter: Filter, involvement: Involvement, found: number): Count => {
  const most = involvement === filter.involvement ? caps.list : caps.tab;
  return { count: Math.min(found, most), more: found > most };
};
