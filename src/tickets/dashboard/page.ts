import { type PageModel, page } from '../../web/page.ts';
import { bulkButtons } from '../bulk/operations.ts';
import { type Around, type Indented, inTree, type Option } from './around.ts';
import { addressOf, changed, columnChanges, sortedBy } from './changes.ts';
import { type Column, columnWords } from './columns.ts';
import { type Count, countOfTab } from './counts.ts';
import {
  type Filter,
  filterQuery,
  fromStart,
  type Involvement,
  involvements,
  type Mode,
  modes,
  newestFirst,
  type Position,
  sizes,
} from './filter.ts';
import type { DashboardLine } from './lines.ts';
import { isWalked, positionAt } from './list.ts';
import { refreshDelays } from './refresh.ts';
import { mostSorted } from './sorted.ts';
import { involvementWords, modeWords } from './words.ts';

interface Head {
  column: Column;
  label: string;
  href: string;
  /** When the lines are first of all in the order of this column. */
  sorted: 'ascending' | 'descending' | null;
}

interface Tab extends Count {
  label: string;
  href: string;
  current: boolean;
}

interface Refresh {
  chosen: number;
  delays: typeof refreshDelays;
}

export interface DashboardPage extends PageModel {
  filter: Filter;
  /** The query of this page, from which its commands come back. */
  back: string;
  /** Empty for who has one mode only. */
  modes: readonly { mode: Mode; label: string; href: string }[];
  tabs: readonly Tab[];
  services: readonly Option[];
  categories: readonly Indented[];
  managers: readonly Option[];
  /** What the form of the filters repeats. */
  kept: readonly (readonly [string, string])[];
  /** Without service, category nor manager, in any state; null when nothing is filtered. */
  unfiltered: string | null;
  /** The same list in any state, where only open tickets were looked for. */
  withClosed: string | null;
  views: readonly { name: string; href: string; service: string | null; current: boolean }[];
  hasDefault: boolean;
  newView: string;
  heads: readonly Head[];
  bulk: ReturnType<typeof bulkButtons>;
  /** Minutes after which the list is fetched again, 0 for never; null where it is not. */
  refresh: Refresh | null;
  /** Where what is listed is to be had as a file. */
  exported: string;
  edited: ReturnType<typeof columnChanges> | null;
  editColumns: string;
  lines: readonly DashboardLine[];
  from: number;
  to: number;
  total: Count;
  /** The orders were told among so many tickets, the latest changed. */
  sortedAmong: number | null;
  sizes: readonly { size: number; href: string; current: boolean }[];
  first: string | null;
  previous: string | null;
  next: string | null;
  /** Null where it is not known how many pages there are. */
  last: string | null;
}

export const dashboardPage = page<DashboardPage>('tickets/index');

const headsOf = (filter: Filter): Head[] =>
  filter.columns.map((column) => {
    const { head, sort } = columnWords[column];
    const [first] = filter.sort;
    const sorted = first?.key !== sort ? null : first.descending ? 'descending' : 'ascending';
    return { column, label: head, href: sortedBy(filter, sort), sorted };
  });

const tabsOf = (filter: Filter, { counts }: Around): Tab[] =>
  involvements[filter.mode].map((involvement: Involvement) => ({
    label: involvementWords[involvement],
    // what is archived has one list for all
    href: changed(filter, { involvement, ...(filter.state === 'archived' && { state: 'all' }) }),
    current: involvement === filter.involvement,
    ...countOfTab(filter, involvement, counts[involvement]),
  }));

const inForm = new Set(['state', 'service', 'category', 'manager']);

const keptBesides = (filter: Filter) =>
  [...new URLSearchParams(filterQuery(fromStart(filter)))].filter(([name]) => !inForm.has(name));

const none = { service: null, category: null, manager: null } as const;
const isFiltered = ({ service, category, manager }: Filter) =>
  service !== null || category !== null || manager !== null;

/** The lines of a page among those found, one of them too many when there is another page. */
function placed(filter: Filter, found: readonly DashboardLine[]) {
  const { before, after, size } = filter;
  const beyond = found.length > size;
  const lines = before ? found.slice(-size) : found.slice(0, size);
  const from = before ? Math.max(1, before.rank - lines.length) : (after?.rank ?? 0) + 1;
  return {
    lines,
    from,
    to: from + lines.length - 1,
    earlier: before ? beyond : after !== null,
    later: before ? true : beyond,
  };
}

/** After every line of a list of so many, in its order. */
export const endOf = ({ sort }: Filter, { count }: Count): Position => {
  const [at, id] = (sort[0] ?? newestFirst).descending ? [0, 0] : [9_000_000_000_000_000, 999_999_999_999_999];
  return { rank: count + 1, at, id };
};

function wayThrough(filter: Filter, found: readonly DashboardLine[], total: Count) {
  const { lines, from, to, earlier, later: more } = placed(filter, found);
  const later = more && (total.more || to < total.count);
  const [first] = lines;
  const last = lines.at(-1);
  const at = (place: Partial<Filter>) => addressOf({ ...fromStart(filter), ...place });
  return {
    lines,
    from,
    to,
    first: filter.after || filter.before ? at({}) : null,
    previous: earlier && first ? at({ before: positionAt(first, from) }) : null,
    next: later && last ? at({ after: positionAt(last, to) }) : null,
    last: later && !total.more ? at({ before: endOf(filter, total) }) : null,
  };
}

function viewsOf(filter: Filter, { views, hasDefault }: Around) {
  const query = filterQuery(fromStart(filter));
  return {
    views: (views ?? []).map((view) => ({ ...view, href: `/tickets?${view.query}`, current: view.query === query })),
    hasDefault,
    newView: `/tickets/views/new?${query}`,
  };
}

export interface Drawn {
  title: string;
  filter: Filter;
  found: readonly DashboardLine[];
  beside: Around;
  manages: boolean;
  /** Minutes. */
  refresh: number;
  editing: boolean;
}

/** The model of the page, from what was found. */
export function dashboardModel({ title, filter, found, beside, manages, editing, refresh }: Drawn): DashboardPage {
  const tabs = tabsOf(filter, beside);
  const total = tabs.find(({ current }) => current) ?? { count: 0, more: false };
  return {
    title,
    current: 'tickets',
    filter,
    back: filterQuery(filter),
    modes: manages ? modes.map((mode) => ({ mode, label: modeWords[mode], href: `/tickets?mode=${mode}` })) : [],
    tabs,
    services: beside.services ?? [],
    categories: inTree(beside.categories ?? []),
    managers: beside.managers ?? [],
    kept: keptBesides(filter),
    unfiltered: isFiltered(filter) ? changed(filter, none) : null,
    withClosed: filter.state === 'open' ? changed(filter, { state: 'all' }) : null,
    ...viewsOf(filter, beside),
    heads: headsOf(filter),
    bulk: bulkButtons(filter.mode === 'managed'),
    refresh: filter.mode === 'managed' ? { chosen: refresh, delays: refreshDelays } : null,
    exported: `/tickets.csv?${filterQuery(fromStart(filter))}`,
    edited: editing ? columnChanges(filter) : null,
    editColumns: `${addressOf(filter)}&edit=columns`,
    total,
    sortedAmong: !isWalked(filter) && total.more ? mostSorted : null,
    sizes: sizes.map((size) => ({ size, href: changed(filter, { size }), current: size === filter.size })),
    ...wayThrough(filter, found, total),
  };
}
