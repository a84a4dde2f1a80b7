import { type Db, rows } from '../db/connection.ts';
import type { Shown } from '../people/person.ts';

/** The services `s` under which somebody may file, once enabled, by the rules of visibility ({@link filingBindings}). */
export const shownForCreationSql = '(cast(:creates as integer[]) is null or s.id = any (cast(:creates as integer[])))';

/** What is shown to who files; with `creation` null, any service will do. */
export interface ShownForFiling extends Pick<Shown, 'categories' | 'containers'> {
  creation: readonly number[] | null;
}

/** `named` are hidden categories open to this person all the same, `open` these and those that contain them. */
export const filingBindings = (shown: ShownForFiling | null) => ({
  creates: shown?.creation ?? null,
  named: shown?.categories ?? [],
  open: shown === null ? [] : [...shown.categories, ...shown.containers],
});

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
