import { type Branch, branchesOf } from './branches.ts';
import { type Filter, type Involvement, involvements } from './filter.ts';

/** Counts stop there: past it, the exact number helps nobody and would cost more than the list. */
export const caps = { list: 1000, tab: 99 } as const;

export interface Count {
  count: number;
  /** There are more. */
  more: boolean;
}

const matching = ({ each, on, where }: Branch, most: string) => {
  const found = `select t.id from tickets t where ${[on, ...where].join(' and ')} limit ${most}`;
  return each === null ? found : `select t.id from (${each}) s cross join lateral (${found}) t limit ${most}`;
};

// a ticket may be of two branches
const countOf = (filter: Filter, most: string) => {
  const found = branchesOf(filter).map((branch) => `(${matching(branch, most)})`);
  return `(select count(*) from (select 1 from (${found.join(' union ')}) t limit ${most}) counted)`;
};

/** How many tickets each tab holds, with the other filters as they are: one column, one more than the cap at most. */
export const countsSql = (filter: Filter) => {
  const counts = involvements[filter.mode].map((involvement) => {
    const most = involvement === filter.involvement ? ':most_listed' : ':most_of_tab';
    return `'${involvement}', ${countOf({ ...filter, involvement }, most)}`;
  });
  return `(select json_build_object(${counts.join(', ')})) as counts`;
};

export const countBindings = { most_listed: caps.list + 1, most_of_tab: caps.tab + 1 };

export const countOfTab = (filter: Filter, involvement: Involvement, found: number): Count => {
  const most = involvement === filter.involvement ? caps.list : caps.tab;
  return { count: Math.min(found, most), more: found > most };
};
