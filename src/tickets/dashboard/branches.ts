import { managedVisibleSql, subjectShownSql, visibleSql } from '../visibility.ts';
import type { Filter, State } from './filter.ts';

/**
 * Some of the tickets of a list, found by one index. `each` gives keys (services, categories, numbers) and `on` says
 * which tickets are of a key: each key walks the index by itself and stops at the end of the page, however many tickets
 * there are. Without `each`, one walk.
 */
export interface Branch {
  each: string | null;
  on: string;
  where: readonly string[];
}

export const openState = "t.status in ('free', 'in-progress', 'incomplete', 'postponed') and t.archived_at is null";

const inState: Record<State, string> = {
  open: openState,
  closed: "t.status not in ('free', 'in-progress', 'incomplete', 'postponed') and t.archived_at is null",
  all: 't.archived_at is null',
  archived: 't.archived_at is not null',
};

/** The services that both the reader and the manager whose tickets are listed manage. */
const scope = `
  select m.service_id from service_managers m
  where m.person_id = :person and (cast(:service as integer) is null or m.service_id = :service)
    and (cast(:who as integer) = :person or exists (select 1 from service_managers o where o.service_id = m.service_id and o.person_id = :who))`;

const chosenCategories = `
  with recursive down as (
    select id, service_id from categories where id = :category
    union all
    select c.id, c.service_id from categories c join down on c.parent_id = down.id
  )`;

const ofCategory = `t.category_id = any (array(${chosenCategories} select id from down))`;
const ofMemberCategories = 't.category_id <> all (array(select other from categories_of_others(:who) other))';
const ofService = '(cast(:service as integer) is null or t.service_id = :service)';

const filters = ({ state, category }: Filter) => [
  inState[state],
  ...(category === 'member' ? [ofMemberCategories] : []),
  ...(typeof category === 'number' ? [ofCategory] : []),
];

/** The tickets of the services managed: by category when one is chosen, which has its own index. */
const managed = (filter: Filter, ...where: string[]): Branch => {
  const ofScope =
    typeof filter.category === 'number'
      ? {
          each: `${chosenCategories} select id as key from down where service_id in (${scope})`,
          on: 't.category_id = s.key',
        }
      : { each: `select service_id as key from (${scope}) scope`, on: 't.service_id = s.key' };
  const rest = filters(filter).filter((condition) => condition !== ofCategory);
  return { ...ofScope, where: [managedVisibleSql, ...rest, ...where] };
};

/** What a handler has in hand: said like this, the small index of it serves. */
export const inHand = "t.status in ('in-progress', 'incomplete', 'postponed') and t.archived_at is null";

const handled = (filter: Filter): Branch => ({
  each: null,
  on: `t.handler_id = :who and t.service_id = any (array(${scope}))`,
  where: [managedVisibleSql, ...(filter.state === 'open' ? [inHand] : []), ...filters(filter)],
});

const listedFor = (table: 'ticket_guests' | 'ticket_watches', filter: Filter): Branch => ({
  each: `select ticket_id as key from ${table} where person_id = :who`,
  on: 't.id = s.key',
  where: [visibleSql, ofService, ...filters(filter)],
});

const own = (filter: Filter): Branch => ({
  each: null,
  on: 't.owner_id = :person',
  where: [ofService, ...filters(filter)],
});

const outward = (filter: Filter): Branch => ({
  each: null,
  on: filter.service === null ? 'true' : 't.service_id = :service',
  where: ["t.effective_visibility <> 'private'", subjectShownSql, ...filters(filter)],
});

const free = (filter: Filter, ...where: string[]) => managed(filter, 't.handler_id is null', ...where);

const managerBranches = (filter: Filter): readonly Branch[] => {
  const anybody = filter.manager === null;
  switch (filter.involvement) {
    case 'free':
      return [free(filter)];
    case 'managed':
      return [anybody ? managed(filter, 't.handler_id is not null') : handled(filter)];
    case 'managed-or-free':
      return anybody ? [managed(filter)] : [handled(filter), free(filter)];
    case 'managed-or-invited':
      return [handled(filter), listedFor('ticket_guests', filter)];
    case 'managed-invited-or-free':
      return [handled(filter), listedFor('ticket_guests', filter), free(filter, ofMemberCategories)];
    default:
      return [managed(filter)];
  }
};

const userBranches = (filter: Filter): readonly Branch[] => {
  switch (filter.involvement) {
    case 'own':
      return [own(filter)];
    case 'invited':
      return [listedFor('ticket_guests', filter)];
    case 'watched':
      return [listedFor('ticket_watches', filter)];
    case 'all':
      return [own(filter), listedFor('ticket_guests', filter), outward(filter)];
    default:
      return [own(filter), listedFor('ticket_guests', filter)];
  }
};

/** Which tickets a filter lists. Every text is one of ours: what somebody typed only ever is a binding. */
export const branchesOf = (filter: Filter): readonly Branch[] =>
  filter.mode === 'managed' ? managerBranches(filter) : userBranches(filter);
