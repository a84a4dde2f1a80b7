import type { Person } from '../../people/person.ts';
import { readerBindings } from '../visibility.ts';
import { type Branch, branchesOf, type Keys } from './branches.ts';
import type { Filter } from './filter.ts';

/** In which order branches are walked, from where, and how far. */
export interface Way {
  order: string;
  /** A condition, `true` from the beginning. */
  from: string;
  limit: string;
  /** Of many of the latest, which a few of each key bound. */
  many?: boolean;
}

type Latest = Omit<Way, 'many'>;

const oneWalk = (where: readonly string[], { order, from, limit }: Latest) =>
  `select t.id, t.last_action_at from tickets t where ${[...where, from].join(' and ')} ${order} limit ${limit}`;

const ofEach = ({ column, ids }: Keys, where: readonly string[], way: Latest, most: string) =>
  `select t.id, t.last_action_at from unnest(${ids}) s(key)
   cross join lateral (${oneWalk([`t.${column} = s.key`, ...where], way)}) t ${way.order} limit ${most}`;

/** Not before the last of as many, found among the latest few of each key: these alone would not tell which they are. */
const since = (keys: Keys, where: readonly string[], way: Latest) => {
  const few = `(select 10 + 2 * ${way.limit} / greatest(1, cardinality(${keys.ids})))`;
  return `t.last_action_at >= (select case count(*) when ${way.limit} then min(found.last_action_at) else '-infinity' end
    from (${ofEach(keys, where, { ...way, limit: few }, way.limit)}) found)`;
};

const walked = ({ keys, where }: Branch, { many = false, ...way }: Way) => {
  if (keys === null) return oneWalk(where, way);
  return ofEach(keys, many ? [...where, since(keys, where, way)] : where, way, way.limit);
};

/** The numbers of the first tickets of a filter, this way: its branches together, each ticket once; in a statement `withSets`. */
export const walkOf = (filter: Filter, way: Way) => {
  const walks = branchesOf(filter).map((branch) => `(${walked(branch, way)})`);
  return `select t.id, t.last_action_at from (${walks.join(' union ')}) t ${way.order} limit ${way.limit}`;
};

/** What the texts of a walk name. */
export const walkBindings = (person: Person, filter: Filter) => ({
  ...readerBindings(person),
  mode: filter.mode,
  who: typeof filter.manager === 'number' ? filter.manager : person.id,
  service: filter.service,
  category: typeof filter.category === 'number' ? filter.category : null,
});

export const byChange = (descending: boolean) =>
  `order by t.last_action_at ${descending ? 'desc' : 'asc'}, t.id ${descending ? 'desc' : 'asc'}`;

const kind = (said: Filter['category' | 'manager']) => (typeof said === 'number' ? 'one' : said);

/** All that the text of a statement takes from a filter; the numbers in it are bound. */
const shapeOf = ({ mode, state, involvement, service, category, manager }: Filter) =>
  `${mode} ${state} ${involvement} ${service === null} ${kind(category)} ${kind(manager)}`;

/**
 * Builds the text of a statement once for each kind of filter: putting it together, then looking up one that long, cost as
 * much as sending it. `write` takes nothing else from the filter than its kind.
 */
export function writtenOnce<More extends readonly (string | number | boolean)[]>(
  write: (filter: Filter, ...more: More) => string,
): (filter: Filter, ...more: More) => string {
  const known = new Map<string, string>();
  return (filter, ...more) => {
    const key = [shapeOf(filter), ...more].join(' ');
    const text = known.get(key) ?? write(filter, ...more);
    known.set(key, text);
    return text;
  };
}
