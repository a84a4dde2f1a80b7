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

// where the redirections of a category end, if it and all it goes through are shown
const openCategorySql = `
  with recursive chain as (
    select id, redirects_to, 0 as step from categories where id = :id
    union all
    select c.id, c.redirects_to, chain.step + 1 from categories c join chain on c.id = chain.redirects_to where chain.step < 50
  ), up as (
    select c.id, c.parent_id, c.hidden, c.hidden_from_externals from categories c join chain on chain.id = c.id
    union
    select c.id, c.parent_id, c.hidden, c.hidden_from_externals from categories c join up on c.id = up.parent_id
  )
  select c.id, c.service_id, s.label as service, c.long_label as label, c.help, s.anonymous,
    d.priority as default_priority, d.visibility as default_visibility, d.subject_template, d.message_template, d.assignment,
    array(select p.id from permanent_guests g join people p on p.id = g.person_id where g.service_id = c.service_id
      order by p.display_name, p.id) as permanent_guests
  from chain join categories c on c.id = chain.id join services s on s.id = c.service_id
    cross join category_settings(c.id) d
  where c.redirects_to is null and c.accepts_tickets and (not c.hidden or c.id = any (:named))
    and not exists (select 1 from up where (hidden and id <> all (:open)) or (:outsider and hidden_from_externals))
    and not exists (
      select 1 from chain other join categories o on o.id = other.id join services s on s.id = o.service_id
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

interface TreeRow {
  servicePosition: number;
  serviceId: number;
  serviceLabel: string;
  serviceHelp: string;
  serviceIcon: string | null;
  id: number;
  icon: string | null;
  parentId: number | null;
  longLabel: string;
  help: string;
  acceptsTickets: boolean;
  redirectsTo: number | null;
}

/** The services and categories under which somebody who is shown this much may file a ticket; what leads to no choice is left out. */
export async function creationTree(
  db: Db,
  shown: ShownForFiling | null,
  { outsider = false } = {},
): Promise<TreeNode[]> {
  const found = await rows<TreeRow>(
    db,
    `select s.position as service_position, s.id as service_id, s.long_label as service_label, s.help as service_help,
       s.icon as service_icon, c.id, c.icon, c.parent_id, c.long_label, c.help,
       c.accepts_tickets and (not (c.hidden or s.hidden) or c.id = any (:named)) as accepts_tickets, c.redirects_to
     from services s join categories c on c.service_id = s.id
     where s.enabled and (not (c.hidden or s.hidden) or c.id = any (:open)) and ${shownForCreationSql}
       and not (:outsider and (s.hidden_from_externals or c.hidden_from_externals))
     order by s.position, s.id, c.position, c.id`,
    { outsider, ...filingBindings(shown) },
  );
  const byParent = grouped(found);
  const filesIn = filing(found);
  const node = (row: TreeRow, above: readonly (string | null)[]): TreeNode => {
    const icons = [row.icon, ...above];
    const target = filesIn(row);
    return {
      serviceId: target?.serviceId ?? row.serviceId,
      categoryId: target?.id ?? row.id,
      icons,
      label: row.longLabel,
      help: row.help,
      acceptsTickets: target !== null,
      children: under(`category ${row.id}`, icons),
    };
  };
  const under = (key: string, above: readonly (string | null)[]): TreeNode[] =>
    (byParent.get(key) ?? [])
      .map((row) => node(row, above))
      .filter(({ acceptsTickets, children }) => acceptsTickets || children.length > 0);
  const services = new Map(found.map((row) => [row.serviceId, { ...row, target: row.serviceId }]));
  return [...services.values(), ...(await redirectedServices(db, shown, outsider))]
    .toSorted((one, other) => one.servicePosition - other.servicePosition || one.serviceId - other.serviceId)
    .map(({ target, serviceLabel, serviceHelp, serviceIcon }) => ({
      serviceId: target,
      categoryId: null,
      icons: [serviceIcon],
      label: serviceLabel,
      help: serviceHelp,
      acceptsTickets: false,
      children: under(`service ${target}`, [serviceIcon]),
    }))
    .filter(({ children }) => children.length > 0);
}

/** Shown under their own name, with the categories of the service to which they are redirected. */
const redirectedServices = (db: Db, shown: ShownForFiling | null, outsider: boolean) =>
  rows<
    Pick<TreeRow, 'servicePosition' | 'serviceId' | 'serviceLabel' | 'serviceHelp' | 'serviceIcon'> & { target: number }
  >(
    db,
    `select s.position as service_position, s.id as service_id, s.long_label as service_label, s.help as service_help,
       s.icon as service_icon, s.redirects_to as target
     from services s where s.enabled and not s.hidden and s.redirects_to is not null and ${shownForCreationSql}
       and not (:outsider and s.hidden_from_externals)`,
    { outsider, creates: shown?.creation ?? null },
  );

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

const grouped = (found: TreeRow[]) => {
  const groups = new Map<string, TreeRow[]>();
  for (const row of found) {
    const key = row.parentId === null ? `service ${row.serviceId}` : `category ${row.parentId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
};

/**
 * Whether a manager of the service may handle the tickets of a category, both given in SQL: in a confidential one, only
 * its members read them.
 */
export const mayHandleSql = (category: string, person: string) =>
  `(not category_is_confidential(${category}) or is_category_member(${category}, ${person}))`;

/** Whether a manager of its service is a member of the category joined as `category`: `is_category_member`, as a part of the statement. */
export const memberSql = (category: string, manager: string) =>
  `(${category}.members_from is null or exists (select 1 from category_members e
     where e.category_id = ${category}.members_from and e.person_id = ${manager}))`;

/** {@link mayHandleSql} for a category joined as `category`, and a manager of its service. */
export const handlesSql = (category: string, manager: string) =>
  `(not ${category}.concealed or ${memberSql(category, manager)})`;

/** Whether the manager of a row of `service_managers`, so aliased, takes tickets: available, and still of the institution. */
export const takesTicketsSql = (manager: string) =>
  `(${manager}.available and not exists (select 1 from people gone where gone.id = ${manager}.person_id and gone.left_at is not null))`;
