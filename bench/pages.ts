import { v7 as newId } from 'uuid';
import { type Db, rows } from '../src/db/connection.ts';
import type { Floor } from './floors.ts';
import type { Call } from './load.ts';
import { type SignedIn, signIn } from './sessions.ts';
import { commonWord, middlingWord, mistypedWord, phrases, rareWord } from './vocabulary.ts';
import { people } from './volume.ts';

/** A page, or a form sent: `call(n)` is its n-th request. */
export interface Target {
  name: string;
  /** What it is measured against. */
  floor: Floor;
  call(n: number): Call;
}

export interface Cast {
  /** Of six services that have a good part of the tickets. */
  manager: SignedIn;
  /** Of one service that has few. */
  smallManager: SignedIn;
  requester: SignedIn;
  /** Other people with a ticket in progress: writes are limited for each of them. */
  others: { as: SignedIn; ticket: number; version: number }[];
  managed: number[];
  owned: number[];
  /** A ticket with twenty entries. */
  long: number;
  /** Where the list of all the managed tickets is half read. */
  middle: string;
  category: number;
  /** Where people file, the more tickets a category has the more often. */
  filedIn: number[];
  /** Of the first service. */
  managedCategory: number;
  /** Somebody who owns tickets that the manager reads. */
  ownerName: string;
  /** Who manages the first service too, and wrote a good part of its entries. */
  colleagueName: string;
}

const ids = async (db: Db, sql: string, bindings: Record<string, unknown>) =>
  (await rows<{ id: number }>(db, sql, bindings)).map(({ id }) => id);

async function lengthen(db: Db, id: number): Promise<void> {
  await rows(
    db,
    `insert into ticket_events (ticket_id, batch, action, actor_id, at, message_html, message_text)
     select t.id, uuidv7(), 'comment', case when i % 2 = 0 then t.owner_id else :manager end, now(),
       '<p>' || repeat('Nous avons regardé ensemble, cela se reproduit. ', 8) || '</p>', repeat('Cela se reproduit. ', 8)
     from tickets t, generate_series((select count(*) + 1 from ticket_events where ticket_id = :id), 20) i where t.id = :id`,
    { id, manager: people.manager },
  );
}

// each comment is then one mail, to the handler
async function others(db: Db, count: number): Promise<Cast['others']> {
  const found = await rows<{ id: number; ownerId: number; version: number }>(
    db,
    `select distinct on (owner_id) id, owner_id, version from tickets t where status = 'in-progress' and owner_id >= :first
       and not category_is_confidential(category_id)
       and not exists (select 1 from ticket_guests g where g.ticket_id = t.id)
     order by owner_id, id limit :count`,
    { count, first: people.first },
  );
  const sessions = await signIn(
    db,
    found.map(({ ownerId }) => ownerId),
  );
  return found.map(({ id, version }, at) => ({ as: sessions[at] as SignedIn, ticket: id, version }));
}

/** Who looks at what, in a database that was filled. */
export async function castOf(db: Db): Promise<Cast> {
  const [manager, smallManager, requester] = await signIn(db, [people.manager, people.small, people.requester]);
  const managed = await ids(
    db,
    `select id from tickets where handler_id = :person and status = 'in-progress'
       and category_id not in (select hidden_categories(:person)) order by md5(id::text) limit 200`,
    { person: people.manager },
  );
  const owned = await ids(db, 'select id from tickets where owner_id = :person order by id', {
    person: people.requester,
  });
  const long = managed.pop() as number;
  await lengthen(db, long);
  const [middle] = await rows<{ at: number; id: number }>(
    db,
    `select (extract(epoch from last_action_at) * 1000000)::bigint as at, id from tickets
     where service_id = 1 order by last_action_at offset (select count(*) / 2 from tickets where service_id = 1) limit 1`,
  );
  const [owner] = await rows<{ name: string }>(
    db,
    'select p.display_name as name from tickets t join people p on p.id = t.owner_id where t.id = :id',
    { id: managed[0] },
  );
  const [colleague] = await rows<{ name: string }>(
    db,
    `select p.display_name as name from service_managers m join people p on p.id = m.person_id
     where m.service_id = 1 and m.person_id <> :person order by m.position limit 1`,
    { person: people.manager },
  );
  const [managedCategory] = await ids(
    db,
    'select id from categories where service_id = 1 and accepts_tickets and not concealed order by id limit 1',
    {},
  );
  const [category] = await ids(
    db,
    'select id from categories where service_id = 4 and accepts_tickets order by id limit 1',
    {},
  );
  const filedIn = await ids(
    db,
    `select t.category_id as id from tickets t join categories c on c.id = t.category_id
     where t.id <= (select min(id) from tickets) + 1000 and c.accepts_tickets and not c.concealed order by t.id`,
    {},
  );
  return {
    manager: manager as SignedIn,
    smallManager: smallManager as SignedIn,
    requester: requester as SignedIn,
    others: await others(db, 400),
    managed,
    owned,
    long,
    middle: `1000-${middle?.at}-${middle?.id}`,
    category: category as number,
    filedIn,
    managedCategory: managedCategory as number,
    ownerName: owner?.name ?? '',
    colleagueName: colleague?.name ?? '',
  };
}

const nth = <T>(list: readonly T[], n: number) => list[n % list.length] as T;

const reads = (floor: Floor) => (name: string, as: SignedIn, path: (n: number) => string) => ({
  name,
  floor,
  call: (n: number) => ({ path: path(n), as }),
});
const page = reads('page');
const list = reads('list');
const searches = (name: string, as: SignedIn, typed: string) =>
  reads('search')(`${name} (search)`, as, () => `/search?q=${encodeURIComponent(typed)}`);

// in the words of those who wrote before them: a thousand times the same text would be what no search expects
const texts = phrases(1000, 12);
const subjects = phrases(1000, 5);
const textOf = (n: number) => `<p>Bonjour,</p><p>${nth(texts, n)}. <b>Rien n’y fait.</b></p>`;

/** The next person to write, so that nobody goes past the limit of writes, and the version that his ticket has by then. */
function commentBy(cast: Cast, n: number): Call {
  const one = cast.others.shift() as Cast['others'][number];
  cast.others.push(one);
  const form = { version: String(one.version), batch: newId(), message: `${textOf(n)}<p>${one.version}</p>` };
  one.version += 1;
  return { path: `/tickets/${one.ticket}/actions/comment`, as: one.as, form };
}

function creationBy(cast: Cast, n: number): Call {
  const one = cast.others.shift() as Cast['others'][number];
  cast.others.push(one);
  const form = { draft: newId(), subject: nth(subjects, n), message: textOf(n) };
  return { path: `/tickets/new/${nth(cast.filedIn, n)}`, as: one.as, form };
}

export const comment = (cast: Cast): Target => ({
  name: 'requester: comment (POST)',
  floor: 'write',
  call: (n) => commentBy(cast, n),
});

export const ticketPageName = 'manager: ticket';
export const longTicketName = 'manager: ticket of 20 entries';
export const chooseCategoryName = 'requester: choose a category';

const dashboards = ({ manager, requester, middle, managedCategory }: Cast): Target[] => {
  const managed = (name: string, query: string, floor: typeof list = list) =>
    floor(`manager: dashboard, ${name}`, manager, () => `/tickets?mode=managed&${query}`);
  const mine = (name: string, query: string) =>
    list(`requester: dashboard, ${name}`, requester, () => `/tickets?mode=mine&${query}`);
  return [
    managed('as it opens', ''),
    managed('free', 'involvement=free'),
    managed('managed', 'involvement=managed'),
    managed('mine or free', 'involvement=managed-or-free&manager=me'),
    managed('all of the services', 'involvement=all'),
    managed('closed', 'involvement=all&state=closed'),
    managed('all states', 'involvement=all&state=all'),
    managed('all states, half way', `involvement=all&state=all&after=${middle}`),
    managed('archived', 'state=archived'),
    managed('one service', 'involvement=all&service=1'),
    managed('one category', `involvement=all&service=1&category=${managedCategory}`),
    managed('by subject', 'involvement=all&sort=subject'),
    managed('80 lines', 'involvement=all&size=80', reads('long list')),
    mine('as it opens', ''),
    mine('closed', 'state=closed'),
    mine('all states', 'state=all'),
    mine('invited', 'involvement=invited&state=all'),
    mine('all that he may see', 'involvement=all&state=all'),
  ];
};

const searchesOf = ({ manager, smallManager, requester, managed, ownerName }: Cast): Target[] => [
  searches('manager: rare word', manager, rareWord),
  searches('manager: common word', manager, commonWord),
  searches('manager: middling word', manager, middlingWord),
  searches('manager: common and rare', manager, `${commonWord} ${rareWord}`),
  searches('manager: mistyped word', manager, mistypedWord),
  searches('manager: owner and state', manager, `de:"${ownerName}" statut:ouvert`),
  searches('small manager: rare word', smallManager, rareWord),
  searches('small manager: common word', smallManager, commonWord),
  searches('small manager: middling word', smallManager, middlingWord),
  searches('requester: rare word', requester, rareWord),
  searches('requester: common word', requester, commonWord),
  {
    name: 'manager: number (search)',
    floor: 'search',
    call: (n) => ({ path: `/search?q=${nth(managed, n)}`, as: manager, leadsElsewhere: true }),
  },
];

export function targetsOf(cast: Cast): Target[] {
  const { manager, requester, managed, owned, long, category, ownerName, colleagueName } = cast;
  const journalOf = (name: string) => () => `/journal?author=${encodeURIComponent(name)}&size=40`;
  return [
    page('manager: home', manager, () => '/'),
    ...dashboards(cast),
    page(ticketPageName, manager, (n) => `/tickets/${nth(managed, n)}`),
    page(longTicketName, manager, () => `/tickets/${long}`),
    list('manager: journal', manager, () => '/journal'),
    list('manager: journal, a colleague', manager, journalOf(colleagueName)),
    list('manager: journal, a requester', manager, journalOf(ownerName)),
    page('manager: form of an action', manager, (n) => `/tickets/${nth(managed, n)}/actions/request-information`),
    ...searchesOf(cast),
    page('requester: home', requester, () => '/'),
    page('requester: ticket', requester, (n) => `/tickets/${nth(owned, n)}`),
    page(chooseCategoryName, requester, () => '/tickets/new'),
    page('requester: creation form', requester, () => `/tickets/new/${category}`),
    page('manager: services', manager, () => '/services'),
    { name: 'requester: creation (POST)', floor: 'write', call: (n) => creationBy(cast, n) },
    comment(cast),
  ];
}
