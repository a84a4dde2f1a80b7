import type { Person } from '../../people/person.ts';
import { readerBindings } from '../visibility.ts';
import { type Branch, branchesOf } from './branches.ts';
import type { Filter } from './filter.ts';

/** In which order branches are walked, from where, and how far. */
export interface Way {
  order: string;
  /** A condition, `true` from the beginning. */
  from: string;
  limit: string;
}

const walked = ({ keys, where }: Branch, { order, from, limit }: Way) => {
  const walk = (conditions: readonly string[]) =>
    `select t.id, t.last_action_at from tickets t where ${conditions.join(' and ')} ${order} limit ${limit}`;
  return keys === null
    ? walk([...where, from])
    : `select t.id, t.last_action_at from unnest(${keys.ids}) s(key)
       cross join lateral (${walk([`t.${keys.column} = s.key`, ...where, from])}) t ${order} limit ${limit}`;
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
