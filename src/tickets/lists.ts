import { type Db, rows } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import { seenSql } from './neighbours.ts';
import type { TicketLine } from './pages.ts';
import { shownNameSql } from './people-shown.ts';
import { managesSql, readerBindings, visibleSql } from './visibility.ts';

/** A category `c` after its service `s`, whose name it may already begin with. */
export const placeSql = "case when starts_with(c.label, s.label) then c.label else s.label || ' - ' || c.label end";

/** The columns and joins of a {@link TicketLine}, from tickets `t`: named as it names them, for the statements that give JSON. */
export const lineColumns = `
  t.id, t.subject, t.status, coalesce(t.priority, c.effective_priority) as priority,
  ${placeSql} as category,
  ${shownNameSql('owner')} as owner, ${shownNameSql('handler')} as handler, t.last_action_at as "lastActionAt",
  not ${seenSql} as unread`;

export const lineJoins = `
  join services s on s.id = t.service_id join categories c on c.id = t.category_id
  join people owner on owner.id = t.owner_id left join people handler on handler.id = t.handler_id`;

/** The latest tickets of somebody that this person may see, and see as his: an anonymous service hides whose they are. */
export const latestOf = (db: Db, person: Person, ownerId: number, limit: number) =>
  rows<TicketLine>(
    db,
    `select ${lineColumns} from tickets t ${lineJoins}
     where t.owner_id = :owner and ${visibleSql} and (not t.anonymous or t.owner_id = :person or ${managesSql})
     order by t.id desc limit :limit`,
    { ...readerBindings(person), owner: ownerId, limit },
  );
