import { type Db, rows } from '../db/connection.ts';
import type { Details, Tells, TicketAction } from '../tickets/actions/define.ts';
import { actionNamed } from '../tickets/actions/index.ts';
import type { Changes } from '../tickets/record.ts';
import { ticketColumns } from '../tickets/situation-sql.ts';
import type { Standing } from '../tickets/standing.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { type Audience, mayRead } from '../tickets/visibility.ts';
import type { Heard } from './rule.ts';

/** One history entry of an operation, as news. */
export interface News {
  eventId: number;
  action: TicketAction;
  actorId: number | null;
  audience: Audience;
  hasText: boolean;
  details: Details;
  changes: Changes;
}

/** An operation on a ticket: the ticket as it is now, and the entries that the operation left. */
export interface Batch {
  ticket: Ticket & { confidential: boolean };
  news: News[];
}

export type EventJson = Omit<News, 'action'> & { action: string; batch: string; at: string; quiet: boolean };

/** An entry `e`, as news. */
export const eventJson = `
  json_build_object('eventId', e.id, 'action', e.action, 'actorId', e.actor_id, 'audience', e.audience,
    'hasText', e.message_html is not null, 'details', e.details, 'changes', e.changes,
    'batch', e.batch, 'at', e.at, 'quiet', e.quiet)`;

// but for those whose author chose to tell nobody
const eventsJson = `json_agg(${eventJson} order by e.id) filter (where not e.quiet)`;

const batchSql = `
  select ${ticketColumns}, category_is_confidential(t.category_id) as confidential,
    (select ${eventsJson} from ticket_events e where e.ticket_id = t.id and e.batch = :batch) as events
  from tickets t where t.id = :ticket`;

export const asNews = (event: EventJson): News[] => {
  const action = actionNamed(event.action);
  return action === undefined ? [] : [{ ...event, action }];
};

export async function selectBatch(db: Db, ticketId: number, batch: string): Promise<Batch | null> {
  const [row] = await rows<Batch['ticket'] & { events: EventJson[] | null }>(db, batchSql, { ticket: ticketId, batch });
  if (row === undefined) return null;
  const { events, ...ticket } = row;
  return { ticket, news: (events ?? []).flatMap(asNews) };
}

/** Of a comment that one may not read, nothing is left; who follows from afar wants no news of what is said between others. */
const isForReadersOnly = ({ action, hasText }: News, role: keyof Tells) =>
  action.onlyForReaders === true || (role === 'watchers' && hasText);

/** The news of a batch for someone told as owner, handler, guest, manager of the service or watcher. */
export const newsFor = ({ ticket, news }: Batch, role: keyof Tells, standing: Standing): News[] =>
  news.filter(
    (item) =>
      item.action.tells[role] !== undefined &&
      (!isForReadersOnly(item, role) || mayRead({ audience: item.audience, authorId: item.actorId }, ticket, standing)),
  );

/** As the monitoring rules hear it. */
export const kindOf = ({ action, changes }: Pick<News, 'action' | 'changes'>): Heard =>
  'categoryId' in changes && !('serviceId' in changes) ? 'arrival' : action.news;

/** What matters most first; « demande » before the taking charge that often goes with it, since it calls for an answer. */
const weightiest = [
  'création',
  'transfert',
  'clôture',
  'libération',
  'annulation',
  'expiration',
  'refus',
  'ré-ouverture',
  'approbation clôture',
  'refus clôture',
  'demande',
  'assignation',
  'prise en charge',
  'gel',
  'rappel',
  'information',
  'invitation',
];

const weight = ({ action }: News) => {
  const rank = weightiest.indexOf(action.subjectWord);
  return rank === -1 ? weightiest.length : rank;
};

/** The news that names a mail: its subject, its title, its button. */
export const leading = (news: readonly News[]): News | undefined =>
  news.toSorted((one, other) => weight(one) - weight(other))[0];
