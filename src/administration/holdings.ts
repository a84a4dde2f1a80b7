import { createHash } from 'node:crypto';
import { type Db, rows } from '../db/connection.ts';
import type { Person } from '../people/person.ts';
import type { Status } from '../tickets/ticket.ts';
import { readerBindings, visibleSql } from '../tickets/visibility.ts';
import type { Option } from '../web/fields.ts';

export interface HeldTicket {
  id: number;
  subject: string;
  status: Status;
  category: string;
  recallAt: Date | null;
}

/** What a manager has in charge in one service, as far as the reader may know. */
export interface Holdings {
  tickets: readonly HeldTicket[];
  memberships: readonly string[];
  watches: number;
  /** Some tickets may be of confidential categories: they follow, without being told of. */
  maybeMore: boolean;
  /** Changes when anything of it does. */
  print: string;
}

const ticketsSql = `
  select t.id, t.subject, t.status, t.recall_at, c.long_label as category, ${visibleSql} as visible
  from tickets t join categories c on c.id = t.category_id
  where t.service_id = :serviceId and t.handler_id = :holder and t.archived_at is null
    and t.status in ('in-progress', 'incomplete', 'postponed')
  order by t.id`;

const restSql = `
  select array(select c.long_label from category_members e join categories c on c.id = e.category_id
      where c.service_id = :serviceId and e.person_id = :holder order by c.position, c.id) as memberships,
    (select count(*) from ticket_watches w join tickets t on t.id = w.ticket_id
      where w.person_id = :holder and t.service_id = :serviceId and ${visibleSql}) as watches,
    exists (select 1 from categories where service_id = :serviceId and confidential) as maybe_more`;

export async function holdingsOf(db: Db, serviceId: number, holder: number, reader: Person): Promise<Holdings> {
  const bindings = { ...readerBindings(reader), serviceId, holder };
  const tickets = await rows<HeldTicket & { visible: boolean }>(db, ticketsSql, bindings);
  const [rest] = await rows<Pick<Holdings, 'memberships' | 'watches' | 'maybeMore'>>(db, restSql, bindings);
  if (rest === undefined) throw new Error('Nothing is said of this manager');
  const all = [tickets.map(({ id }) => id), rest.memberships, rest.watches];
  return {
    ...rest,
    tickets: tickets.filter(({ visible }) => visible),
    print: createHash('sha256').update(JSON.stringify(all)).digest('base64url').slice(0, 22),
  };
}

/** The other managers of the service, who could take over. */
export const successors = (db: Db, serviceId: number, holder: number) =>
  rows<Option>(
    db,
    `select p.id::text as value, p.display_name as label,
       case when m.available then 'Disponibles' else 'Indisponibles' end as "group"
     from service_managers m join people p on p.id = m.person_id
     where m.service_id = :serviceId and p.id <> :holder and p.left_at is null
     order by m.available desc, m.position, p.display_name, p.id`,
    { serviceId, holder },
  );
