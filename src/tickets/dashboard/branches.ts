import { ownServiceVisibleSql, subjectShownSql, visibleSql } from '../visibility.ts';
import type { Filter, State } from './filter.ts';

/** Services or categories, each of which has its part of an index. */
export interface Keys {
  column: 'service_id' | 'category_id';
  ids: string;
}

/**
 * Some of the tickets of a list, found by one index: each key walks its part of it, newest change first, and stops at the
 * end of the page, however many tickets there are. Without keys, one walk.
 */
export interface Branch {
  keys: Keys | null;
  where: readonly string[];
}

const openStatuses = "t.status in ('free', 'in-progress', 'incomplete', 'postponed')";
export const openState = `${openStatuses} and t.archived_at is null`;
const closedState = "t.status not in ('free', 'in-progress', 'incomplete', 'postponed') and t.archived_at is null";

const inState: Record<State, string> = {
  open: openState,
  closed: closedState,
  all: 't.archived_at is null',
  archived: 't.archived_at is not null',
};

/** What a handler has in hand: said like this, the small index of it serves. */
export const inHand = "t.status in ('in-progress', 'incomplete', 'postponed') and t.archived_at is null";

const managedServices =
  'select service_id from unnest(cast((select cast(:manages as integer[])) as integer[])) m(service_id)';

// the services that both the reader and the manager whose tickets are listed manage
const scope = ({ service, manager }: Filter) => {
  const conditions = [
    ...(service === null ? [] : ['m.service_id = :service']),
    ...(typeof manager === 'number'
      ? ['exists (select 1 from service_managers o where o.service_id = m.service_id and o.person_id = :who)']
      : []),
  ];
  return `${managedServices} ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}`;
};

const chosen = `
  with recursive down as (
    select id, service_id from categories where id = :category
    union all
    select c.id, c.service_id from categories c join down on c.parent_id = down.id
  )
  select id from down`;

const sets = {
  scope,
  chosen: () => chosen,
  chosen_of_scope: () =>
    `select c.id from categories c where c.id = any (${idsOf('chosen')}) and c.service_id = any (${idsOf('scope')})`,
  of_others: () => 'select other.id from categories_of_others(:who) other',
  invitations: () => 'select ticket_id from ticket_guests where person_id = :who',
  watched: () => 'select ticket_id from ticket_watches where person_id = :who',
};

function idsOf(set: keyof typeof sets, type = 'integer[]') {
  return `cast((select ids from ${set}) as ${type})`;
}

/** A statement that holds branches, with what they ask, worked out once, and `more` of its own. */
export function withSets(filter: Filter, sql: string, more: readonly string[] = []) {
  const all = Object.entries(sets).map(([name, set]) => ({ name, text: set(filter) }));
  const texts = [sql, ...more];
  if (texts.some((text) => text.includes('from chosen_of_scope)'))) texts.push(sets.chosen_of_scope());
  const known = all
    .filter(({ name }) => texts.some((text) => text.includes(`from ${name})`)))
    .map(({ name, text }) => `${name} as materialized (select array(${text}) as ids)`);
  const parts = [...known, ...more];
  return parts.length === 0 ? sql : `with ${parts.join(', ')} ${sql}`;
}

const ofCategory = (column: string) => `${column} = any (${idsOf('chosen')})`;
const ofMemberCategories = `t.category_id <> all (${idsOf('of_others')})`;

const whenSaid = ({ service, category }: Filter, column = (name: string) => `t.${name}`) => [
  // written where it is said, and not « null or »: a plan that cannot tell how many there are is not kept
  ...(service === null ? [] : [`${column('service_id')} = :service`]),
  ...(typeof category === 'number' ? [ofCategory(column('category_id'))] : []),
];

const stateAndMembership = ({ state, category }: Filter) => [
  inState[state],
  ...(category === 'member' ? [ofMemberCategories] : []),
];

const filters = (filter: Filter) => [...stateAndMembership(filter), ...whenSaid(filter)];

/** The same for a few tickets known by their numbers: `+ 0` keeps Postgres from reading all those of the service instead. */
const filtersOfFew = (filter: Filter) => [
  ...stateAndMembership(filter),
  ...whenSaid(filter, (name) => `t.${name} + 0`),
];

/** The tickets of the services managed: by category when one is chosen, which has its own index. */
const managed = (filter: Filter, ...where: string[]): Branch => ({
  keys:
    typeof filter.category === 'number'
      ? { column: 'category_id', ids: idsOf('chosen_of_scope') }
      : { column: 'service_id', ids: idsOf('scope') },
  where: [ownServiceVisibleSql, ...stateAndMembership(filter), ...where],
});

const handled = (filter: Filter): Branch => ({
  keys: null,
  where: [
    't.handler_id = :who',
    `t.service_id = any (${idsOf('scope')})`,
    ownServiceVisibleSql,
    ...(filter.state === 'open' ? [inHand] : []),
    ...filters(filter),
  ],
});

const listedFor = (set: 'invitations' | 'watched', filter: Filter): Branch => ({
  keys: null,
  where: [`t.id = any (${idsOf(set, 'bigint[]')})`, visibleSql, ...filtersOfFew(filter)],
});

const own = (filter: Filter): Branch => ({
  keys: null,
  where: ['t.owner_id = :person', ...filters(filter)],
});

const outward = (filter: Filter): Branch => ({
  keys: null,
  where: ["t.effective_visibility <> 'private'", subjectShownSql, ...filters(filter)],
});

// what is free is open, or closed by its owner before anybody took it: each has its index
const free = (filter: Filter, ...where: string[]): Branch[] =>
  (filter.state === 'all' ? (['open', 'closed'] as const) : [filter.state]).map((state) =>
    managed({ ...filter, state }, 't.handler_id is null', ...where),
  );

const managerBranches = (filter: Filter): readonly Branch[] => {
  const anybody = filter.manager === null;
  switch (filter.involvement) {
    case 'free':
      return free(filter);
    case 'managed':
      return [anybody ? managed(filter, 't.handler_id is not null') : handled(filter)];
    case 'managed-or-free':
      return anybody ? [managed(filter)] : [handled(filter), ...free(filter)];
    case 'managed-or-invited':
      return [handled(filter), listedFor('invitations', filter)];
    case 'managed-invited-or-free':
      return [handled(filter), listedFor('invitations', filter), ...free(filter, ofMemberCategories)];
    default:
      return [managed(filter)];
  }
};

const userBranches = (filter: Filter): readonly Branch[] => {
  switch (filter.involvement) {
    case 'own':
      return [own(filter)];
    case 'invited':
      return [listedFor('invitations', filter)];
    case 'watched':
      return [listedFor('watched', filter)];
    case 'all':
      return [own(filter), listedFor('invitations', filter), outward(filter)];
    default:
      return [own(filter), listedFor('invitations', filter)];
  }
};

/** Which tickets a filter lists. Every text is one of ours: what somebody typed only ever is a binding. */
export const branchesOf = (filter: Filter): readonly Branch[] =>
  filter.mode === 'managed' ? managerBranches(filter) : userBranches(filter);
