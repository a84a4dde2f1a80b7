import { type Db, rows } from '../db/connection.ts';
import type { Standing } from '../tickets/standing.ts';
import { mayOpen } from '../tickets/visibility.ts';
import { type Batch, kindOf, leading, type News, newsFor } from './news.ts';

/** « Surveillance additionnelle » of a service or a category: an address that nobody of ours reads. */
interface Mailbox {
  address: string;
  level: 'creation' | 'creation-or-release' | 'always' | 'creation-or-free';
  /** Wanted by the category itself, not by what it inherits from. */
  own: boolean;
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
    select monitoring_email, monitoring_level, own from up
    union all
    select s.monitoring_email, s.monitoring_level, false
    from up join services s on s.id = up.service_id where up.parent_id is null and up.inherits_monitoring
  )
  select lower(trim(monitoring_email)) as address, monitoring_level as level, own from asked
  where coalesce(trim(monitoring_email), '') <> '' and monitoring_level <> 'never' order by own desc`;

export const mailboxesOf = (db: Db, categoryId: number) => rows<Mailbox>(db, mailboxesSql, { category: categoryId });

/** What a mailbox is to a ticket: it reads what the owner and the guests both read; of a confidential category, only if the category itself wants it. */
export const mailboxStanding = (own: boolean): Standing => ({
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

/** The mailboxes to tell of an operation, each with the name of its mail, one for each address. */
export async function mailboxesToTell(db: Db, batch: Batch): Promise<{ address: string; emailName: string }[]> {
  const told = new Map<string, string>();
  for (const { address, level, own } of await mailboxesOf(db, batch.ticket.categoryId)) {
    const standing = mailboxStanding(own);
    if (told.has(address) || !mayOpen(batch.ticket, standing)) continue;
    const isFree = batch.ticket.status === 'free';
    const heard = newsFor(batch, 'service', standing).filter((news) => hears[level](news, isFree));
    const emailName = leading(heard)?.action.tells.service;
    if (emailName !== undefined) told.set(address, emailName);
  }
  return [...told].map(([address, emailName]) => ({ address, emailName }));
}
