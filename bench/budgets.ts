/** What the portal may cost. Ratios compare figures of one run; the few absolute limits are promises of the README. */
export const budgets = {
  /** CPU of web and database for one request, at the largest volume, in times what its floor costs. */
  floorRatio: {
    page: { aim: 2, ceiling: 3 },
    list: { aim: 2, ceiling: 3 },
    'long list': { aim: 2, ceiling: 3 },
    search: { aim: 2, ceiling: 2 },
    write: { aim: 6, ceiling: 6 },
  },
  /** The same page at the largest volume, in times what it costs at the smallest. */
  volumeRatio: 1.3,
  /** Where there is more to find, the page shows more: it is the same while it weighs at most so many times as much. */
  sameWeight: 1.25,
  /** Tickets from which no list may read a table whole; in a small table that is the right plan. */
  plansJudgedFrom: 100_000,
  chooseCategoryKilobytes: 200,
  ticketPageStatements: 6,
  ticketPageKilobytes: 60,
  firstVisit: { requests: 6, kilobytes: 120 },
  mailMilliseconds: { p50: 50, p95: 100 },
  /** Of a list of thousands: milliseconds of CPU for a thousand lines, mebibytes kept for who does not read. */
  export: { thousand: 100, memory: 20 },
  coldStartSeconds: 10,
  memoryMebibytes: 250,
} as const;

export interface Verdict {
  what: string;
  measured: string;
  budget: string;
  state: 'kept' | 'above the aim' | 'broken';
}

const shown = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));

/** Judges a figure by its ceiling, and tells when it is above what is aimed at. */
export function judge(what: string, value: number, unit: string, ceiling: number, aim = ceiling): Verdict {
  const state = value > ceiling ? 'broken' : value > aim ? 'above the aim' : 'kept';
  const budget = aim === ceiling ? `≤ ${ceiling}${unit}` : `≤ ${aim}${unit} (ceiling ${ceiling}${unit})`;
  return { what, measured: `${shown(value)}${unit}`, budget, state };
}
