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

const walked = ({ each, on, where }: Branch, { order, from, limit }: Way) => {
  const ofKey = `select t.id, t.last_action_at from tickets t
    where ${[on, ...where, from].join(' and ')} ${order} limit ${limit}`;
  return each === null
    ? ofKey
    : `select t.id, t.last_action_at from (${each}) s cross join lateral (${ofKey}) t ${order} limit ${limit}`;
};

/** The numbers of the first tickets of a filter, this way: its branches together, each ticket once. */
export const walkOf = (filter: Filter, way: Way) => `
  select t.id, t.last_action_at from (
    ${branchesOf(filter)
      .map((branch) => `(${walked(branch, way)})`)
      .join(' union ')}
  ) t ${way.order} limit ${way.limit}`;

/** What the texts of a walk name. */
export const walkBindings = (person: Person, filter: Filter) => ({
  ...readerBindings(person),
  who: typeof filter.manager === 'number' ? filter.manager : person.id,
  service: filter.service,
  category: typeof filter.category === 'number' ? filter.category : null,
});

export const byChange = (descending: boolean) =>
  `order by t.last_action_at ${descending ? 'desc' : 'asc'}, t.id ${descending ? 'desc' : 'asc'}`;
