import { z } from 'zod';
import { type Db, rows } from '../db/connection.ts';
import type { TicketAction } from './actions/define.ts';
import type { Situation } from './situation.ts';
import { isOpen } from './ticket.ts';
import { type Audience, mayRead } from './visibility.ts';

/** An entry with a text. */
interface EntryTarget {
  kind: 'entry';
  id: number;
  authorId: number | null;
  audience: Audience;
  html: string;
  /** No entry after it has a text. */
  isLast: boolean;
}

interface FileTarget {
  kind: 'file';
  id: string;
  authorId: number | null;
  audience: Audience;
  name: string;
}

/** What an action concerns besides the ticket itself. */
export type Target = EntryTarget | FileTarget;

const entrySql = `
  select 'entry' as kind, e.id, e.actor_id as author_id, e.audience, e.message_html as html,
    not exists (select 1 from ticket_events l where l.ticket_id = e.ticket_id and l.id > e.id
      and l.message_html is not null) as is_last
  from ticket_events e where e.ticket_id = :ticket and e.id = :id and e.message_html is not null`;

const fileSql = `
  select 'file' as kind, id, uploader_id as author_id, audience, name
  from attachments where ticket_id = :ticket and id = :id and deleted_at is null`;

const readers = {
  entry: { id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER), sql: entrySql },
  file: { id: z.uuid(), sql: fileSql },
};

/**
 * The situation with what the action concerns, named by `on` in its address. An id that is forged, of another ticket,
 * or of what this person may not read leaves the situation as it was: the action is then not offered.
 */
export async function withTarget(
  db: Db,
  situation: Situation,
  action: TicketAction | undefined,
  on: unknown,
): Promise<Situation> {
  if (action?.concerns === undefined) return situation;
  const reader = readers[action.concerns];
  const id = reader.id.safeParse(on);
  if (!id.success) return situation;
  const [target] = await rows<Target>(db, reader.sql, { ticket: situation.ticket.id, id: id.data });
  return target !== undefined && mayRead(target, situation.ticket, situation.standing)
    ? { ...situation, target }
    : situation;
}

/**
 * May the reader say who else reads it? The handler for all that he reads; the others for what is theirs, as long as
 * the ticket is open. A passer-by has nothing to choose.
 */
export const mayReaddress = ({ ticket, standing, target }: Situation, kind: Target['kind']): boolean =>
  target?.kind === kind &&
  ticket.archivedAt === null &&
  (standing.handles ||
    (isOpen(ticket) &&
      target.authorId === standing.personId &&
      (standing.manages || standing.owns || standing.invited)));
