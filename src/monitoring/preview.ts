import type { Db } from '../db/connection.ts';
import type { Reader } from '../tickets/visibility.ts';
import { type Reason, recipientOf } from './audience.ts';
import { type Candidate, type Former, formerOf } from './candidates.ts';
import type { ManagedService, ManagerWishes, ServiceWishes } from './manager-settings.ts';
import { type Batch, leading } from './news.ts';
import { asBatch, operationsOf } from './past.ts';
import { type ChangedTicket, changedTickets, type Tie, type Viewer, viewerFacts } from './preview-facts.ts';

/** A mail that would have been received. */
export interface ForetoldMail {
  ticketId: number;
  /** Null for a ticket that he may not open any more. */
  subject: string | null;
  serviceId: number;
  at: Date;
  word: string;
  reason: Reason;
}

const week = 7 * 86_400_000;

const hearsAllOfService = ({ wishes }: Viewer, service: number) => wishes.get(service)?.rules.any === 'always';

const hearsAllOfCategory = ({ wishes, categories }: Viewer, id: number) => {
  const category = categories.get(id);
  return category?.member === true && wishes.get(category.serviceId)?.rules.category === 'always';
};

function candidateAt(viewer: Viewer, { ticket }: Batch, former: Former, tie: Tie): Candidate {
  const { self, wishes, categories, view, monitors } = viewer;
  const { siblings, enabled, ...person } = self;
  const rules = wishes.get(ticket.serviceId)?.rules ?? null;
  return {
    ...person,
    ...tie,
    monitoringSuspended: !monitors,
    manages: rules !== null,
    member: rules !== null && (categories.get(ticket.categoryId)?.member ?? false),
    managesSibling: siblings.includes(ticket.serviceId),
    seesService: enabled.includes(ticket.serviceId) && (view?.includes(ticket.serviceId) ?? true),
    leftService: former.services.some((service) => hearsAllOfService(viewer, service)),
    leftCategory: former.categories.some((category) => hearsAllOfCategory(viewer, category)),
    monitorsAny: rules?.any ?? null,
    monitorsCategory: rules?.category ?? null,
    monitorsHandled: rules?.handled ?? null,
  };
}

/** The mails of one ticket: the rule that sends them is asked about the ticket as it was then. */
function foretoldOf(viewer: Viewer, { events, tie, opens, ...ticket }: ChangedTicket): ForetoldMail[] {
  const subject = opens ? ticket.subject : null;
  return operationsOf(ticket, events).flatMap((operation) => {
    const batch = asBatch(operation);
    const confidential = viewer.categories.get(batch.ticket.categoryId)?.confidential ?? false;
    const asItWas = { ...batch, ticket: { ...batch.ticket, confidential } };
    const former = formerOf(asItWas);
    const serviceId = [asItWas.ticket.serviceId, ...former.services].find((id) => viewer.wishes.has(id));
    const isOwnAct = batch.news.some(({ actorId }) => actorId === viewer.self.id);
    if (batch.news.length === 0 || serviceId === undefined || isOwnAct) return [];
    const recipient = recipientOf(candidateAt(viewer, asItWas, former, tie), asItWas, former);
    if (recipient === null) return [];
    const at = new Date(operation.events.at(-1)?.at ?? 0);
    const word = leading(batch.news)?.action.subjectWord ?? '';
    return [{ ticketId: ticket.id, subject, serviceId, at, word, reason: recipient.reason }];
  });
}

/**
 * The mails that a manager would have received of his services in the last seven days with these settings, by the rule
 * that sends them, asked about each ticket as each operation left it: also those that have left the services since. Of a
 * service where more than 2,000 tickets changed, the latest. Guests and followers are those of today.
 */
export async function mailsForetold(
  db: Db,
  reader: Reader,
  { monitors }: ManagerWishes,
  services: readonly (ServiceWishes & Pick<ManagedService, 'id'>)[],
  now: Date,
): Promise<ForetoldMail[]> {
  const ids = services.map(({ id }) => id);
  const since = new Date(now.getTime() - week);
  const found = await changedTickets(db, reader, { services: ids, since });
  const wishes = new Map(services.map((service) => [service.id, service]));
  const viewer = { ...(await viewerFacts(db, reader.id, found)), monitors, wishes };
  return found.flatMap((row) => foretoldOf(viewer, row)).sort((one, other) => other.at.getTime() - one.at.getTime());
}
