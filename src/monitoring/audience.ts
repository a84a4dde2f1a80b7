import type { Db } from '../db/connection.ts';
import type { EmailName, Tells } from '../tickets/actions/define.ts';
import type { Standing } from '../tickets/standing.ts';
import { mayOpen } from '../tickets/visibility.ts';
import { type Candidate, candidatesOf, type Former, formerOf, standingOf } from './candidates.ts';
import { type Batch, kindOf, leading, type News, newsFor, selectBatch } from './news.ts';
import { type Alertness, type Line, type MonitoringRules, wakingLine } from './rule.ts';

export type Reason =
  | 'owner'
  | 'handler'
  | 'invited'
  | 'guest'
  | 'service-manager'
  | 'category-member'
  | 'previous-handler'
  | 'previous-owner'
  | 'left-service'
  | 'left-category'
  | 'watcher'
  | 'bookmarker'
  | 'mailbox';

/** As what an action tells the people of each reason. */
export const roleOf: Record<Reason, keyof Tells> = {
  owner: 'owner',
  handler: 'handler',
  invited: 'newGuests',
  guest: 'guests',
  'service-manager': 'service',
  'category-member': 'service',
  'previous-handler': 'service',
  'previous-owner': 'watchers',
  'left-service': 'service',
  'left-category': 'service',
  watcher: 'watchers',
  bookmarker: 'watchers',
  mailbox: 'service',
};

/** The line of a manager's settings that a mail comes from: « Ticket pris en charge : Toujours ». */
export interface Because {
  line: Line;
  level: Alertness;
}

interface Recipient {
  personId: number;
  emailName: EmailName;
  reason: Reason;
  because: Because | null;
}

const rulesOf = (person: Candidate): MonitoringRules | null =>
  person.monitorsAny === null || person.monitorsCategory === null || person.monitorsHandled === null
    ? null
    : { any: person.monitorsAny, category: person.monitorsCategory, handled: person.monitorsHandled };

const silent: MonitoringRules = { any: 'never', category: 'never', handled: 'never' };

interface Way {
  reason: Reason;
  open: boolean;
  /** Lines of the monitoring rule that must wake for the news; absent where a manager's rule has no say. */
  lines?: MonitoringRules;
  /** What holds of somebody for whom no line of this service says it. */
  because?: Because;
}

/** What an operation did to one person: besides what he is to the ticket now. */
interface Plight {
  wasHandler: boolean;
  wasOwner: boolean;
  justInvited: boolean;
}

export const untouched: Plight = { wasHandler: false, wasOwner: false, justInvited: false };

/** The ways in which this person may be told, the most specific first. */
export function waysTo(person: Candidate, standing: Standing, plight: Plight): Way[] {
  const rules = person.monitoringSuspended ? silent : (rulesOf(person) ?? silent);
  const hearsWhatLeaves = !person.monitoringSuspended;
  return [
    { reason: 'owner', open: standing.owns && person.hearsOwn },
    { reason: 'handler', open: standing.handles, lines: rules },
    { reason: 'invited', open: plight.justInvited },
    { reason: 'guest', open: standing.invited && person.hearsInvited },
    { reason: 'previous-handler', open: plight.wasHandler, lines: rules },
    { reason: 'service-manager', open: standing.manages, lines: { ...silent, any: rules.any } },
    { reason: 'category-member', open: standing.member, lines: { ...silent, category: rules.category } },
    {
      reason: 'left-service',
      open: person.leftService && hearsWhatLeaves,
      because: { line: 'any', level: 'always' },
    },
    {
      reason: 'left-category',
      open: person.leftCategory && hearsWhatLeaves,
      because: { line: 'category', level: 'always' },
    },
    { reason: 'previous-owner', open: plight.wasOwner && person.hearsOwn },
    { reason: 'watcher', open: person.watches },
    { reason: 'bookmarker', open: person.bookmarked && person.hearsBookmarked },
  ];
}

/** Whom a person, not the application, has just invited. */
const justInvited = ({ news }: Batch): Set<number> =>
  new Set(
    news.flatMap(({ action, actorId, details: { who } }) =>
      action.tells.newGuests !== undefined && actorId !== null && who !== undefined && 'people' in who
        ? who.people
        : [],
    ),
  );

const plightOf = ({ id }: Candidate, batch: Batch, former: Former): Plight => ({
  wasHandler: former.handlers.includes(id),
  wasOwner: former.owners.includes(id),
  justInvited: justInvited(batch).has(id),
});

/** As what and why this person is told of an operation; null when he is not. */
export function recipientOf(person: Candidate, batch: Batch, former: Former): Recipient | null {
  const standing = standingOf(person, batch);
  if (!mayOpen(batch.ticket, standing)) return null;
  const plight = plightOf(person, batch, former);
  const relation = { member: standing.member, handles: standing.handles || plight.wasHandler };
  const wakes = (lines: MonitoringRules | undefined, item: News) =>
    lines === undefined || wakingLine(lines, kindOf(item), relation) !== null;
  for (const { reason, lines, because } of waysTo(person, standing, plight).filter(({ open }) => open)) {
    const role = roleOf[reason];
    const heard = newsFor(batch, role, standing).filter(
      (item) => (item.action.news !== 'expiry' || person.hearsExpiry) && wakes(lines, item),
    );
    const lead = leading(heard);
    const emailName = lead?.action.tells[role];
    if (lead === undefined || emailName === undefined) continue;
    const woken = lines === undefined ? null : wakingLine(lines, kindOf(lead), relation);
    const named = lines === undefined || woken === null ? (because ?? null) : { line: woken, level: lines[woken] };
    return { personId: person.id, emailName, reason, because: named };
  }
  return null;
}

/**
 * Who is to be mailed about an operation, as what and why: one mail each, never to who acted, only to who may open the
 * ticket and has something to read. Two queries, however many managers there are.
 */
export async function audienceOf(db: Db, ticketId: number, batchId: string): Promise<Recipient[]> {
  const batch = await selectBatch(db, ticketId, batchId);
  if (batch === null || batch.news.length === 0) return [];
  const former = formerOf(batch);
  const people = await candidatesOf(db, batch, former);
  return people.flatMap((person) => recipientOf(person, batch, former) ?? []);
}
