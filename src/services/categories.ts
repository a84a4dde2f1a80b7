import { type Db, rows } from '../db/connection.ts';
import type { Shown } from '../people/person.ts';

type Visibility = 'public' | 'intranet' | 'subject-only' | 'private';
type Priority = 1 | 2 | 3 | 4 | 5;

/** A category that may receive tickets, with its defaults inherited: category → parent → service → installation. */
export interface OpenCategory {
  id: number;
  serviceId: number;
  service: string;
  label: string;
  help: string;
  anonymous: boolean;
  defaultPriority: Priority;
  defaultVisibility: Visibility;
  subjectTemplate: string;
  messageTemplate: string;
  /** What becomes of a ticket with nobody in charge. */
  assignment: 'nobody' | 'first' | 'random' | 'cyclic';
  /** « Invités permanents » of its service, by name. */
  permanentGuests: number[];
}

/** The services `s` under which somebody may file, once enabled, by the rules of visibility ({@link filingBindings}). */
const shownForCreationSql = '(cast(:creates as integer[]) is null or s.id = any (cast(:creates as integer[])))';

/** What is shown to who files; with `creation` null, any service will do. */
export interface ShownForFiling extends Pick<Shown, 'categories' | 'containers'> {
  creation: readonly number[] | null;
}

/** `named` are hidden categories open to this person all the same, `open` these and those that contain them. */
const filingBindings = (shown: ShownForFiling | null) => ({
  creates: shown?.creation ?? null,
  named: shown?.categories ?? [],
  open: shown === null ? [] : [...shown.categories, ...shown.containers],
});

const carried = [
  'id',
  'redirects_to',
  'parent_id',
  'service_id',
  'long_label',
  'help',
  'hidden',
  'hidden_from_externals',
  'accepts_tickets',
];
const columns = carried.map((name) => `c.${name}`).join(', ');
/** The one category of that number, found by its number: the whole table, read each time, is what a join would take. */
const categoryOf = (id: string) => `lateral (select ${columns} from categories c where c.id = ${id} limit 1) c`;

// where the redirections of a category end, if it and all it goes through are shown
const openCategorySql = `
  with recursive chain as (
    select ${columns}, 0 as step from ${categoryOf(':id')}
    union all
    select ${columns}, chain.step + 1 from chain, ${categoryOf('chain.redirects_to')} where chain.step < 50
  ), up as (
    select c.id, c.parent_id, c.hidden, c.hidden_from_externals from chain c
    union
    select c.id, c.parent_id, c.hidden, c.hidden_from_externals from up, ${categoryOf('up.parent_id')}
  )
  select c.id, c.service_id, s.label as service, c.long_label as label, c.help, s.anonymous,
    d.priority as default_priority, d.visibility as default_visibility, d.subject_template, d.message_template, d.assignment,
    array(select p.id from permanent_guests g join people p on p.id = g.person_id where g.service_id = c.service_id
      order by p.display_name, p.id) as permanent_guests
  from chain c join services s on s.id = c.service_id cross join category_settings(c.id) d
  where c.redirects_to is null and c.accepts_tickets and (not c.hidden or c.id = any (:named))
    and not exists (select 1 from up where (hidden and id <> all (:open)) or (:outsider and hidden_from_externals))
    and not exists (
      select 1 from chain o join services s on s.id = o.service_id
      where not s.enabled or not ${shownForCreationSql} or (s.hidden and o.id <> all (:named))
        or (:outsider and s.hidden_from_externals))`;

/**
 * The category, if somebody who is shown this much may file tickets there, or the one where it is redirected; null when
 * it does not exist, is hidden, disabled, or only groups others.
 */
export async function selectOpenCategory(
  db: Db,
  id: number,
  shown: ShownForFiling | null,
  { outsider = false } = {},
): Promise<OpenCategory | null> {
  const [category] = await rows<OpenCategory>(db, openCategorySql, { id, outsider, ...filingBindings(shown) });
  return category ?? null;
}

/** A node of the tree shown at creation: a service, or a category with the categories under it. */
export interface TreeNode {
  serviceId: number;
  /** Null for a service. */
  categoryId: number | null;
  /** The icons chosen for it and for what is above it, the nearest first. */
  icons: readonly (string | null)[];
  label: string;
  help: string;
  acceptsTickets: boolean;
  children: TreeNode[];
}

/** A category as the statement gives it. */
type Listed = [
  id: number,
  parentId: number | null,
  icon: string | null,
  label: string,
  help: string,
  acceptsTickets: boolean,
  redirectsTo: number | null,
];

interface TreeRow {
  serviceId: number;
  id: number;
  parentId: number | null;
  icon: string | null;
  label: string;
  help: string;
  acceptsTickets: boolean;
  redirectsTo: number | null;
}

interface ServiceRow {
  id: number;
  icon: string | null;
  label: string;
  help: string;
  /** The service whose categories it shows under its own name. */
  redirectsTo: number | null;
  categories: Listed[] | null;
}

const treeSql = `
  select s.id, s.icon, s.long_label as label, s.help, case when not s.hidden then s.redirects_to end as redirects_to,
    (select json_agg(json_build_array(c.id, c.parent_id, c.icon, c.long_label, c.help,
         c.accepts_tickets and (not (c.hidden or s.hidden) or c.id = any (:named)), c.redirects_to) order by c.position, c.id)
       from categories c where c.service_id = s.id and (not (c.hidden or s.hidden) or c.id = any (:open))
         and not (:outsider and c.hidden_from_externals)) as categories
  from services s
  where s.enabled and ${shownForCreationSql} and not (:outsider and s.hidden_from_externals)
  order by s.position, s.id`;

const treeRow = (
  serviceId: number,
  [id, parentId, icon, label, help, acceptsTickets, redirectsTo]: Listed,
): TreeRow => ({
  serviceId,
  id,
  parentId,
  icon,
  label,
  help,
  acceptsTickets,
  redirectsTo,
});

/** The services and categories under which somebody who is shown this much may file a ticket; what leads to no choice is left out. */
export async function creationTree(
  db: Db,
  shown: ShownForFiling | null,
  { outsider = false } = {},
): Promise<TreeNode[]> {
  const services = await rows<ServiceRow>(db, treeSql, { outsider, ...filingBindings(shown) });
  const found = services.flatMap(({ id, categories }) => (categories ?? []).map((listed) => treeRow(id, listed)));
  const ofService = grouped(found, ({ parentId, serviceId }) => (parentId === null ? serviceId : null));
  const ofCategory = grouped(found, ({ parentId }) => parentId);
  const filesIn = filing(found);
  const node = (row: TreeRow, above: readonly (string | null)[]): TreeNode => {
    const icons = [row.icon, ...above];
    const target = filesIn(row);
    return {
      serviceId: target?.serviceId ?? row.serviceId,
      categoryId: target?.id ?? row.id,
      icons,
      label: row.label,
      help: row.help,
      acceptsTickets: target !== null,
      children: nodes(ofCategory.get(row.id), icons),
    };
  };
  const nodes = (listed: readonly TreeRow[] = [], above: readonly (string | null)[]): TreeNode[] =>
    listed
      .map((row) => node(row, above))
      .filter(({ acceptsTickets, children }) => acceptsTickets || children.length > 0);
  const under = ({ label, help, icon }: ServiceRow, serviceId: number): TreeNode => ({
    serviceId,
    categoryId: null,
    icons: [icon],
    label,
    help,
    acceptsTickets: false,
    children: nodes(ofService.get(serviceId), [icon]),
  });
  return services
    .flatMap((service) => [
      under(service, service.id),
      ...(service.redirectsTo === null ? [] : [under(service, service.redirectsTo)]),
    ])
    .filter(({ children }) => children.length > 0);
}

/** Where what is filed under a category goes: itself, or the end of its redirections; null when that takes no tickets. */
function filing(found: readonly TreeRow[]): (row: TreeRow) => TreeRow | null {
  const byId = new Map(found.map((row) => [row.id, row]));
  const open = ({ parentId }: TreeRow): boolean => {
    if (parentId === null) return true;
    const parent = byId.get(parentId);
    return parent !== undefined && open(parent);
  };
  return (row) => {
    let end: TreeRow | undefined = row;
    // loops are refused when they are made: no chain is longer than the list
    for (let steps = 0; end?.redirectsTo != null && steps < found.length; steps++) end = byId.get(end.redirectsTo);
    return end !== undefined && end.redirectsTo === null && end.acceptsTickets && open(end) ? end : null;
  };
}

/** By what `key` says of them; those of which it says nothing are left out. */
function grouped(found: readonly TreeRow[], key: (row: TreeRow) => number | null): Map<number, TreeRow[]> {
  const groups = new Map<number, TreeRow[]>();
  for (const row of found) {
    const of = key(row);
    if (of === null) continue;
    const group = groups.get(of);
    if (group === undefined) groups.set(of, [row]);
    else group.push(row);
  }
  return groups;
}
