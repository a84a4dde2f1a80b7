import { type Column, columns, defaultColumns, type SortKey } from './columns.ts';
import { type Filter, filterQuery, fromStart, mostSorts } from './filter.ts';

export const addressOf = (filter: Filter) => `/tickets?${filterQuery(filter)}`;

/** The address of the same dashboard, changed, from its first page. */
export const changed = (filter: Filter, changes: Partial<Filter>) => addressOf({ ...fromStart(filter), ...changes });

// what is most wanted first: the newest, the most urgent
const downFirst = new Set<SortKey>(['id', 'modified', 'created', 'priority']);

/** The address once a header is clicked: it becomes the first order, the other way if it was already; the others follow. */
export function sortedBy(filter: Filter, key: SortKey): string {
  const [first] = filter.sort;
  const descending = first?.key === key ? !first.descending : downFirst.has(key);
  const others = filter.sort.filter((sort) => sort.key !== key);
  return changed(filter, { sort: [{ key, descending }, ...others].slice(0, mostSorts) });
}

const swapped = (chosen: readonly Column[], one: number, other: number) =>
  chosen.map((column, rank) => (rank === one ? chosen[other] : rank === other ? chosen[one] : column) as Column);

export interface ColumnChange {
  column: Column;
  left: string | null;
  right: string | null;
  /** Null for the subject, which is the link to the ticket. */
  remove: string | null;
}

/** « Modifier les colonnes » : what may become of each, as addresses. */
export function columnChanges(filter: Filter) {
  const { columns: chosen } = filter;
  const edited = (next: readonly Column[]) => `${addressOf({ ...filter, columns: next })}&edit=columns`;
  return {
    chosen: chosen.map(
      (column, rank): ColumnChange => ({
        column,
        left: rank === 0 ? null : edited(swapped(chosen, rank, rank - 1)),
        right: rank === chosen.length - 1 ? null : edited(swapped(chosen, rank, rank + 1)),
        remove: column === 'subject' ? null : edited(chosen.filter((other) => other !== column)),
      }),
    ),
    addable: columns
      .filter((column) => !chosen.includes(column))
      .map((column) => ({ column, add: edited([...chosen, column]) })),
    restore: edited(defaultColumns),
    leave: addressOf(filter),
  };
}
