import { type Db, rows } from '../db/connection.ts';
import type { Standing } from '../tickets/standing.ts';
import { mayOpen } from '../tickets/visibility.ts';
import { formerOf } from './candidates.ts';
import { type Batch, kindOf, leading, type News, newsFor, selectBatch } from './news.ts';

/** « Surveillance additionnelle » of a service or a category: an address that nobody of ours reads. */
export interface Mailbox {
  address: string;
  level: 'creation' | 'creation-or-release' | 'always' | 'creation-or-free';
  /** Wanted by the category itself, not by what it inherits from. */
  own: boolean;
  serviceId: number;
}

// its own, then those of what it inherits from, up to the service
const mailboxesSql = `
  with recursive up as (
    select id, parent_id, service_id, inherits_monitoring, monitoring_email, monitoring_level, true as own
    from categories where id = :category
    union all
    select c.id, c.parent_id, c.service_id, c.inherits_monitoring, c.monitoring_email, c.monitoring_level, false
    from categories c join up on c.id = up.parent_id where up.inherits_monitoring
  ), asked as (
    select monitoring_email, monitoring_level, own, service_id from up
    union all
    select s.monitoring_email, s.monitoring_level, false, s.id
    from up join services s on s.id = up.service_id where up.parent_id is null and up.inherits_monitoring
  )
  select lower(trim(monitoring_email)) as address, monitoring_level as level, own, service_id from asked
  where coalesce(trim(monitoring_email), '') <> '' and monitoring_level <> 'never' order by own desc`;

const mailboxesOf = (db: Db, categoryId: number) => rows<Mailbox>(db, mailboxesSql, { category: categoryId });

/** What a mailbox is to a ticket: it reads what the owner and the guests both read; of a confidential category, only if the category itself wants it. */
const mailboxStanding = (own: boolean): Standing => ({
  personId: null,
  kind: 'mailbox',
  admin: false,
  owns: false,
  handles: false,
  manages: false,
  member: own,
  invited: false,
  managesSibling: false,
  seesService: false,
  shown: null,
  privileges: new Set(),
});

const hears: Record<Mailbox['level'], (news: News, isFree: boolean) => boolean> = {
  creation: (news) => kindOf(news) === 'creation',
  'creation-or-release': (news) => ['creation', 'release'].includes(kindOf(news)),
  always: () => true,
  'creation-or-free': (news, isFree) => kindOf(news) === 'creation' || isFree,
};

interface Told extends Mailbox {
  standing: Standing;
  /** The ticket has just left the category that wants it. */
  left: boolean;
}

/** The mailboxes that watch a ticket where it is, one for each address. */
export async function mailboxesWatching(db: Db, ticket: Batch['ticket']): Promise<Told[]> {
  const found = await mailboxesOf(db, ticket.categoryId);
  const told = found.map((mailbox) => ({ ...mailbox, standing: mailboxStanding(mailbox.own), left: false }));
  return told.filter(
    ({ address, standing }, rank) =>
      mayOpen(ticket, standing) && told.findIndex((other) => other.address === address) === rank,
  );
}

// of a ticket that left their service, mailboxes are told what anybody may open
const mayFollow = ({ ticket }: Batch, { serviceId }: Mailbox) =>
  serviceId === ticket.serviceId ||
  ticket.effectiveVisibility === 'public' ||
  ticket.effectiveVisibility === 'intranet';

/** The mailboxes that an operation may concern: those of its ticket, then those of the category that it has just left. */
export async function mailboxesAround(db: Db, batch: Batch): Promise<Told[]> {
  const here = await mailboxesWatching(db, batch.ticket);
  const left: Told[] = [];
  for (const category of formerOf(batch).categories) {
    const standing = mailboxStanding(false);
    const behind = (await mailboxesOf(db, category)).filter(
      (mailbox) => mayFollow(batch, mailbox) && mayOpen(batch.ticket, standing),
    );
    left.push(...behind.map((mailbox) => ({ ...mailbox, standing, left: true })));
  }
  const known = new Set(here.map(({ address }) => address));
  return [...here, ...left.filter(({ address }) => !known.has(address) && known.add(address))];
}

const hearsAll: readonly Mailbox['level'][] = ['always', 'creation-or-free'];

const isToldOf =
  ({ left, level }: Told, isFree: boolean) =>
  (news: News) =>
    left
      ? 'categoryId' in news.changes && hearsAll.includes(level) && hears[level](news, isFree)
      : hears[level](news, isFree);

/** The mailboxes to tell of an operation, each with the name of its mail. */
export async function mailboxesToldOf(
  db: Db,
  ticketId: number,
  operation: string,
): Promise<{ address: string; emailName: string }[]> {
  const batch = await selectBatch(db, ticketId, operation);
  if (batch === null || batch.news.length === 0) return [];
  const isFree = batch.ticket.status === 'free';
  return (await mailboxesAround(db, batch)).flatMap((mailbox) => {
    const heard = newsFor(batch, 'service', mailbox.standing).filter(isToldOf(mailbox, isFree));
    const emailName = leading(heard)?.action.tells.service;
    return emailName === undefined ? [] : [{ address: mailbox.address, emailName }];
  });
}
