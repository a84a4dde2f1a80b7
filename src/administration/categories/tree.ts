import { type Db, rows } from '../../db/connection.ts';
import type { Person } from '../../people/person.ts';
import { iconsOf } from '../../services/icons.ts';
import { readerBindings, visibleSql } from '../../tickets/visibility.ts';
import type { Picture } from '../../web/pictures.ts';

interface Row {
  id: number;
  parentId: number | null;
  icon: string | null;
  serviceIcon: string | null;
  label: string;
  longLabel: string;
  hidden: boolean;
  acceptsTickets: boolean;
  confidential: boolean;
  redirectsTo: string | null;
  inheritsMembers: boolean;
  members: number;
  template: boolean;
  open: number;
}

/** A category as its tree shows it, with those under it. */
export interface TreeLine extends Row {
  picture: Picture;
  first: boolean;
  last: boolean;
  children: readonly TreeLine[];
}

const linesSql = `
  select c.id, c.parent_id, c.icon, s.icon as service_icon, c.label, c.long_label, c.hidden, c.accepts_tickets, c.confidential,
    ts.label || ' › ' || target.label as redirects_to, c.inherits_members,
    (select count(*) from category_members m where m.category_id = c.id) as members,
    c.message_template is not null as template, coalesce(seen.open, 0) as open
  from categories c join services s on s.id = c.service_id
  left join categories target on target.id = c.redirects_to left join services ts on ts.id = target.service_id
  left join (
    select t.category_id, count(*) as open from tickets t
    where t.service_id = :serviceId and t.archived_at is null
      and t.status in ('free', 'in-progress', 'incomplete', 'postponed') and ${visibleSql}
    group by t.category_id
  ) seen on seen.category_id = c.id
  where c.service_id = :serviceId order by c.position, c.id`;

/** The categories of a service; of their open tickets are counted those that the reader may open. */
export async function treeOf(db: Db, serviceId: number, reader: Person): Promise<TreeLine[]> {
  const found = await rows<Row>(db, linesSql, { ...readerBindings(reader), serviceId });
  const icons = await iconsOf(db);
  const under = (parent: number | null, above: readonly (string | null)[]): TreeLine[] => {
    const level = found.filter(({ parentId }) => parentId === parent);
    return level.map((row, rank) => ({
      ...row,
      first: rank === 0,
      last: rank === level.length - 1,
      picture: icons.pictureOf('category', row.icon, ...above, row.serviceIcon),
      children: under(row.id, [row.icon, ...above]),
    }));
  };
  return under(null, []);
}
