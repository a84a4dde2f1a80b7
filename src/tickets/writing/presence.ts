import { type Db, rows } from '../../db/connection.ts';
import { mayHandleSql } from '../../services/handling.ts';
import type { Translate } from '../../web/words.ts';
import type { Situation } from '../situation.ts';

/** Since when somebody who gave no sign is taken to have left: two signs missed. */
const goneAfterMs = 70_000;

interface Present {
  name: string;
  writing: boolean;
}

const othersSql = `
  select p.display_name as name, v.writing
  from ticket_presences v
  join people p on p.id = v.person_id
  join service_managers m on m.service_id = :service and m.person_id = p.id
  where v.ticket_id = :ticket and v.person_id <> :person and v.seen_at > :since
    and ${mayHandleSql(':category', 'p.id')}
  order by v.writing desc, p.display_name, p.id`;

/** Says that this manager has the ticket before his eyes, and who else of the service has. */
export async function signOfLife(
  db: Db,
  { ticket, standing, now }: Situation,
  writing: boolean,
): Promise<readonly Present[]> {
  if (!standing.manages || standing.personId === null) return [];
  await rows(
    db,
    `insert into ticket_presences (ticket_id, person_id, writing, seen_at) values (:ticket, :person, :writing, :now)
     on conflict (ticket_id, person_id) do update set writing = excluded.writing, seen_at = excluded.seen_at`,
    { ticket: ticket.id, person: standing.personId, writing, now },
  );
  return rows<Present>(db, othersSql, {
    ticket: ticket.id,
    person: standing.personId,
    service: ticket.serviceId,
    category: ticket.categoryId,
    since: new Date(now.getTime() - goneAfterMs),
  });
}

/** In words, empty when nobody else is there. */
export function presenceWords(others: readonly Present[], t: Translate): string {
  const names = (writing: boolean) => others.filter((other) => other.writing === writing).map(({ name }) => name);
  const said = (found: string[], words: string) =>
    found.length === 0 ? [] : [t(words, { count: found.length, names: found.join(', ') })];
  return [
    ...said(names(true), '{{names}} est en train d’écrire.'),
    ...said(names(false), '{{names}} a aussi ce ticket sous les yeux.'),
  ].join(' ');
}
