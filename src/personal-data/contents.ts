import { type Db, rows } from '../db/connection.ts';
import type { EntryPart, FilePart, TicketPart } from './ticket-part.ts';

/** The tickets that somebody owns, is invited to, or wrote in, the newest first. Whether he may read them is asked one by one. */
export async function ticketsOf(db: Db, personId: number): Promise<number[]> {
  const found = await rows<{ id: number }>(
    db,
    `select id from tickets where owner_id = :personId
     union select ticket_id from ticket_guests where person_id = :personId
     union select ticket_id from ticket_events where actor_id = :personId
     union select ticket_id from attachments where uploader_id = :personId and ticket_id is not null
     order by id desc`,
    { personId },
  );
  return found.map(({ id }) => id);
}

/** What the application keeps of an account, besides its tickets. */
export async function accountData(db: Db, personId: number): Promise<Record<string, unknown>> {
  const [account] = await rows<Record<string, unknown>>(
    db,
    `select p.login, p.display_name as name, p.mail, p.kind, p.affiliations,
       p.attributes || p.directory_attributes as attributes, p.entity, p.unlisted, p.language, p.start_page,
       p.hears_own, p.hears_invited, p.hears_bookmarked, p.hears_expiry, p.monitoring_suspended, p.reports_active,
       p.reports_grouped, p.is_admin, p.created_at, p.last_seen_at, p.left_at,
       array(select s.long_label from service_managers m join services s on s.id = m.service_id
         where m.person_id = p.id order by s.long_label) as manages,
       array(select ticket_id from bookmarks b where b.person_id = p.id order by ticket_id) as bookmarks,
       array(select ticket_id from ticket_watches w where w.person_id = p.id order by ticket_id) as watches,
       coalesce((select json_agg(json_build_object('ticket', v.ticket_id, 'read', v.seen_at, 'opened', v.opened_at)
           order by v.opened_at desc nulls last, v.ticket_id)
         from ticket_views v where v.person_id = p.id), '[]') as visits,
       coalesce((select json_agg(json_build_object('name', v.name, 'mode', v.mode, 'query', v.query) order by v.id)
         from saved_views v where v.person_id = p.id), '[]') as saved_views,
       coalesce((select json_agg(json_build_object('mode', v.mode, 'query', coalesce(v.query, kept.query)))
         from default_views v left join saved_views kept on kept.id = v.view_id where v.person_id = p.id), '[]') as default_views,
       coalesce((select json_agg(json_build_object('updatedAt', d.updated_at, 'fields', d.fields) order by d.updated_at)
         from drafts d where d.person_id = p.id), '[]') as drafts
     from people p where p.id = :personId`,
    { personId },
  );
  return account ?? {};
}

const fileData = ({ name, size, readable, deleted, place }: FilePart) =>
  readable ? { name, size, deleted, file: place } : { hidden: true };

const entryData = ({ at, author, sentence, audience, message, hidden, editedAt, formerTexts, files }: EntryPart) => ({
  at,
  author: author?.name ?? null,
  mine: author?.isReader ?? false,
  sentence,
  audience,
  message,
  hidden,
  editedAt,
  formerTexts,
  files: files.map(fileData),
});

/** The same as the page of a ticket, for a program. */
export function ticketData({ whole, ticket, guests, entries }: TicketPart): Record<string, unknown> {
  const { id, subject, status, service, category, createdAt, lastActionAt, closedAt } = ticket;
  const { priority, visibility, origin, machine, spentTime } = ticket;
  return {
    id,
    subject,
    service,
    whole,
    ...(whole
      ? {
          category,
          status,
          owner: ticket.owner.name,
          handler: ticket.handler?.name ?? null,
          guests,
          priority,
          visibility,
          origin,
          machine,
          spentTime,
          createdAt,
          lastActionAt,
          closedAt,
        }
      : {}),
    entries: entries.map(entryData),
  };
}
