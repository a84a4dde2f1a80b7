import type { Person } from '../../people/person.ts';
import { type Filter, parseFilter } from './filter.ts';

/** What an address asks of this person: who manages nothing has one mode. */
export function askedFilter(query: unknown, { manages }: Pick<Person, 'manages'>): Filter {
  const filter = parseFilter(query, manages.length > 0 ? 'managed' : 'mine');
  return filter.mode === 'managed' && manages.length === 0 ? parseFilter({ state: filter.state }) : filter;
}
