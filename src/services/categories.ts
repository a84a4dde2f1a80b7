import { type Db, rows } from '../db/connection.ts';

type Visibility = 'public' | 'intranet' | 'subject-only' | 'private';
type Priority = 1 | 2 | 3 | 4 | 5;

/** Visibility of a ticket whose category and service say nothing. */
export const installationVisibility: Visibility = 'private';
const installationPriority: Priority = 3;

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
}

interface Level {
  id: number;
  serviceId: number;
  service: string;
  longLabel: string;
  help: string;
  anonymous: boolean;
  defaultPriority: Priority | null;
  defaultVisibility: Visibility | null;
  subjectTemplate: string | null;
  messageTemplate: string | null;
  offered: boolean;
}

const levelsSql = `
  with recursive up as (
    select c.*, 0 as distance, c.accepts_tickets as offered from categories c where c.id = :id
    union all
    select c.*, up.distance + 1, true from categories c join up on c.id = up.parent_id
  )
  select * from (
    select up.id, up.service_id, s.label as service, up.long_label, up.help, s.anonymous, up.default_priority,
      up.default_visibility, up.subject_template, up.message_template, up.distance,
      up.offered and not up.hidden and s.enabled as offered
    from up join services s on s.id = up.service_id
    union all
    select null, s.id, s.label, s.long_label, s.help, s.anonymous, s.default_priority, s.default_visibility,
      s.subject_template, s.message_template, 1000, s.enabled
    from services s where s.id = (select service_id from up where distance = 0)
  ) levels order by distance`;

const nearest = <K extends 'defaultPriority' | 'defaultVisibility' | 'subjectTemplate' | 'messageTemplate'>(
  levels: Level[],
  key: K,
) => levels.find((level) => level[key] !== null)?.[key] ?? null;

/** The category, if tickets may be filed there; null when it does not exist, is hidden, disabled, or only groups others. */
export async function selectOpenCategory(db: Db, id: number): Promise<OpenCategory | null> {
  const levels = await rows<Level>(db, levelsSql, { id });
  const [own] = levels;
  if (own === undefined || levels.length < 2 || levels.some((level) => !level.offered)) return null;
  return {
    id: own.id,
    serviceId: own.serviceId,
    service: own.service,
    label: own.longLabel,
    help: own.help,
    anonymous: own.anonymous,
    defaultPriority: nearest(levels, 'defaultPriority') ?? installationPriority,
    defaultVisibility: nearest(levels, 'defaultVisibility') ?? installationVisibility,
    subjectTemplate: nearest(levels, 'subjectTemplate') ?? '',
    messageTemplate: nearest(levels, 'messageTemplate') ?? '',
  };
}

/** A node of the tree shown at creation: a service, or a category with the categories under it. */
export interface TreeNode {
  serviceId: number;
  /** Null for a service. */
  categoryId: number | null;
  label: string;
  help: string;
  acceptsTickets: boolean;
  children: TreeNode[];
}

interface TreeRow {
  serviceId: number;
  serviceLabel: string;
  serviceHelp: string;
  id: number;
  parentId: number | null;
  longLabel: string;
  help: string;
  acceptsTickets: boolean;
}

/** The services and categories under which a ticket may be filed; what leads to no choice is left out. */
export async function creationTree(db: Db): Promise<TreeNode[]> {
  const found = await rows<TreeRow>(
    db,
    `select s.id as service_id, s.long_label as service_label, s.help as service_help,
       c.id, c.parent_id, c.long_label, c.help, c.accepts_tickets
     from services s join categories c on c.service_id = s.id
     where s.enabled and not c.hidden
     order by s.position, s.id, c.position, c.id`,
  );
  const byParent = grouped(found);
  const under = (key: string): TreeNode[] =>
    (byParent.get(key) ?? [])
      .map((row) => ({
        serviceId: row.serviceId,
        categoryId: row.id,
        label: row.longLabel,
        help: row.help,
        acceptsTickets: row.acceptsTickets,
        children: under(`category ${row.id}`),
      }))
      .filter((node) => node.acceptsTickets || node.children.length > 0);
  const services = new Map(found.map((row) => [row.serviceId, row]));
  return [...services.values()]
    .map((row) => ({
      serviceId: row.serviceId,
      categoryId: null,
      label: row.serviceLabel,
      help: row.serviceHelp,
      acceptsTickets: false,
      children: under(`service ${row.serviceId}`),
    }))
    .filter((node) => node.children.length > 0);
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

export const permanentGuests = (db: Db, serviceId: number) =>
  rows<{ id: number; name: string }>(
    db,
    `select p.id, p.display_name as name from permanent_guests g join people p on p.id = g.person_id
     where g.service_id = :serviceId order by p.display_name, p.id`,
    { serviceId },
  );

/**
 * Whether a manager of the service may handle the tickets of a category, both given in SQL: in a confidential one, only
 * its members read them.
 */
export const mayHandleSql = (category: string, person: string) =>
  `(not category_is_confidential(${category}) or is_category_member(${category}, ${person}))`;

export const managesService = async (db: Db, serviceId: number, personId: number) =>
  (await db('serviceManagers').where({ serviceId, personId }).first('personId')) !== undefined;
