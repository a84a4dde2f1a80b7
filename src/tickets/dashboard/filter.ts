import { z } from 'zod';
import { type Column, columns, defaultColumns, type SortKey, sortKeys } from './columns.ts';

export const modes = ['mine', 'managed'] as const;
export type Mode = (typeof modes)[number];

export const states = ['open', 'closed', 'all', 'archived'] as const;
export type State = (typeof states)[number];

/** « Implication », in the order of the tabs; the first of each mode is the one by default. */
export const involvements = {
  mine: ['own-or-invited', 'own', 'invited', 'watched', 'all'],
  managed: ['managed-invited-or-free', 'managed-or-free', 'free', 'managed', 'managed-or-invited', 'all'],
} as const;
export type Involvement = (typeof involvements)[Mode][number];

export const sizes = [10, 20, 40, 80] as const;
const defaultSize = 20;

export interface Sort {
  key: SortKey;
  descending: boolean;
}

/** One before another of those that were clicked, so that they remain as secondary keys. */
export const mostSorts = 3;
export const newestFirst: Sort = { key: 'modified', descending: true };

/** A line of a list, to begin a page after or before it: its rank from 1, its last action in microseconds, its number. */
export interface Position {
  rank: number;
  at: number;
  id: number;
}

/** The whole state of the dashboard: nothing of it lives elsewhere than in the address. */
export interface Filter {
  mode: Mode;
  state: State;
  service: number | null;
  /** With its sub-categories; `member` are the « Catégories d’appartenance ». */
  category: number | 'member' | null;
  involvement: Involvement;
  /** Whose tickets « gérés » are; in a shared view, `me` is whoever reads it. */
  manager: number | 'me' | null;
  sort: readonly Sort[];
  columns: readonly Column[];
  size: number;
  after: Position | null;
  before: Position | null;
}

const id = z.coerce.number().int().positive().max(2_147_483_647).nullable().catch(null);

const positionText = z.string().regex(/^\d{1,7}-\d{1,16}-\d{1,15}$/);

const readPosition = (text: unknown): Position | null => {
  const parsed = positionText.safeParse(text);
  if (!parsed.success) return null;
  const [rank = 0, at = 0, id = 0] = parsed.data.split('-').map(Number);
  return { rank, at, id };
};

const among = <Value extends string>(known: readonly Value[], texts: readonly string[]) => {
  const found = texts.filter((text): text is Value => (known as readonly string[]).includes(text));
  return [...new Set(found)];
};

const pieces = (text: unknown) => (typeof text === 'string' ? text.slice(0, 300).split(',') : []);

const readSort = (text: unknown): readonly Sort[] => {
  const asked = pieces(text).map((piece) => ({ key: piece.replace(/^-/, ''), descending: piece.startsWith('-') }));
  const sorts = among(
    sortKeys,
    asked.map(({ key }) => key),
  ).map((key) => ({ key, descending: asked.find((one) => one.key === key)?.descending ?? false }));
  return sorts.length === 0 ? [newestFirst] : sorts.slice(0, mostSorts);
};

const readColumns = (text: unknown): readonly Column[] => {
  const chosen = among(columns, pieces(text));
  if (chosen.length === 0) return defaultColumns;
  // the subject is the link to the ticket
  return chosen.includes('subject') ? chosen : ['subject', ...chosen];
};

const choice = <Value extends string>(known: readonly Value[], text: unknown, otherwise: Value) =>
  known.find((value) => value === text) ?? otherwise;

const readCategory = (value: unknown) => (value === 'member' ? 'member' : id.parse(value));
const readManager = (value: unknown) => (value === 'me' ? 'me' : id.parse(value));

/** Reads an address, `req.query` or a text; what is unknown in it counts as not said. */
export function parseFilter(query: unknown, defaultMode: Mode = 'mine'): Filter {
  const said: Record<string, unknown> =
    typeof query === 'string' ? Object.fromEntries(new URLSearchParams(query)) : { ...(query as object) };
  const mode = choice(modes, said.mode, defaultMode);
  const state = choice(states, said.state, 'open');
  const managed = mode === 'managed';
  const size = Number(said.size);
  const known: readonly Involvement[] = involvements[mode];
  const involvement = choice(known, said.involvement, known[0] as Involvement);
  return {
    mode,
    state,
    service: id.parse(said.service),
    category: managed || said.category !== 'member' ? readCategory(said.category) : null,
    // what is archived is not in anybody's hands any more
    involvement: managed && state === 'archived' ? 'all' : involvement,
    manager: managed ? readManager(said.manager) : null,
    sort: readSort(said.sort),
    columns: readColumns(said.columns),
    size: sizes.find((known) => known === size) ?? defaultSize,
    after: readPosition(said.after),
    before: readPosition(said.before),
  };
}

const sortText = ({ key, descending }: Sort) => `${descending ? '-' : ''}${key}`;
const positionOf = (position: Position | null) =>
  position === null ? null : `${position.rank}-${position.at}-${position.id}`;

const newestFirstText = sortText(newestFirst);
const defaultColumnsText = defaultColumns.join(',');

/** The query of an address that says this; what goes without saying is left out. A page holds dozens of them: no value needs to be encoded. */
export function filterQuery(filter: Filter): string {
  const { mode, state, involvement, columns, size } = filter;
  const sort = filter.sort.map(sortText).join(',');
  const shown = columns === defaultColumns ? defaultColumnsText : columns.join(',');
  const said = (name: string, value: string | number | null) => (value === null ? '' : `&${name}=${value}`);
  return [
    `mode=${mode}&state=${state}`,
    said('involvement', involvement === involvements[mode][0] ? null : involvement),
    said('service', filter.service),
    said('category', filter.category),
    said('manager', filter.manager),
    said('sort', sort === newestFirstText ? null : sort),
    said('columns', shown === defaultColumnsText ? null : shown),
    said('size', size === defaultSize ? null : size),
    said('after', positionOf(filter.after)),
    said('before', positionOf(filter.before)),
  ].join('');
}

/** The same list from its first page. */
export const fromStart = (filter: Filter): Filter => ({ ...filter, after: null, before: null });
