import type { Call } from './load.ts';
import type { Cast } from './pages.ts';
import { rareWord } from './vocabulary.ts';

/** What a bare program pays for the same kind of thing: see floor.ts. */
export const floors = ['page', 'list', 'long list', 'search', 'write'] as const;
export type Floor = (typeof floors)[number];

export interface FloorTarget {
  call(n: number): Call;
}

export function floorTargetsOf({ managed, owned }: Cast): Record<Floor, FloorTarget> {
  const ids = [...managed, ...owned];
  const id = (n: number) => ids[n % ids.length] as number;
  return {
    page: { call: (n) => ({ path: `/page/${id(n)}` }) },
    list: { call: (n) => ({ path: `/list/${1 + (n % 12)}/50` }) },
    // of as many lines as the longest page of the dashboard
    'long list': { call: (n) => ({ path: `/list/${1 + (n % 12)}/80` }) },
    search: { call: () => ({ path: `/search/${rareWord}` }) },
    write: { call: (n) => ({ path: `/write/${Math.min(...ids) + n}`, leadsElsewhere: true }) },
  };
}
