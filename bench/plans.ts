import { type Db, rows } from '../src/db/connection.ts';
import type { Person } from '../src/people/person.ts';
import { historyOf } from '../src/tickets/history.ts';
import { managedCounts, managedTickets, myTickets, states, waitingForOwner } from '../src/tickets/lists.ts';
import { situationOf } from '../src/tickets/situation.ts';
import { people } from './volume.ts';

export interface Plan {
  query: string;
  milliseconds: number;
  buffers: number;
  /** Tables of tickets read from one end to the other. */
  readWhole: string[];
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Node[];
}

const growing = new Set(['tickets', 'ticket_events', 'ticket_guests', 'attachments', 'people']);

const wholeReads = (node: Node): string[] => [
  ...(node['Node Type'] === 'Seq Scan' && growing.has(node['Relation Name'] ?? '')
    ? [node['Relation Name'] as string]
    : []),
  ...(node.Plans ?? []).flatMap(wholeReads),
];

interface Sent {
  sql: string;
  bindings: readonly unknown[];
}

/** The statement that this function sends, with what it binds. */
async function sentBy(db: Db, run: () => PromiseLike<unknown>): Promise<Sent> {
  const seen: Sent[] = [];
  const note = (sent: Sent) => seen.push(sent);
  db.on('query', note);
  await run();
  db.removeListener('query', note);
  return seen[0] as Sent;
}

async function explain(db: Db, query: string, run: () => PromiseLike<unknown>): Promise<Plan> {
  const { sql, bindings } = await sentBy(db, run);
  const client = await db.client.acquireConnection();
  const found = await client.query(`explain (analyze, buffers, format json) ${sql}`, bindings);
  db.client.releaseConnection(client);
  const [report] = found.rows[0]['QUERY PLAN'];
  return {
    query,
    milliseconds: report['Planning Time'] + report['Execution Time'],
    buffers: report.Plan['Shared Hit Blocks'] + report.Plan['Shared Read Blocks'],
    readWhole: wholeReads(report.Plan),
  };
}

async function reader(db: Db, id: number): Promise<Person> {
  const managed = await rows<{ serviceId: number }>(
    db,
    'select service_id from service_managers where person_id = :id',
    { id },
  );
  return {
    id,
    login: `p${id}`,
    kind: 'cas',
    displayName: '',
    mail: null,
    isAdmin: false,
    language: 'fr',
    manages: managed.map(({ serviceId }) => serviceId),
    affiliations: [],
    attributes: {},
    visibilityVersion: null,
    shown: null,
  };
}

/** How Postgres answers each list, for the people of the benchmark. */
export async function plansOf(db: Db): Promise<Plan[]> {
  const manager = await reader(db, people.manager);
  const requester = await reader(db, people.requester);
  const cursor = { at: new Date(Date.now() - 2 * 365 * 86_400_000), id: 1 };
  const plans: Plan[] = [];
  const add = async (query: string, run: () => PromiseLike<unknown>) => plans.push(await explain(db, query, run));
  for (const state of states) {
    await add(`managed, ${state}`, () => managedTickets(db, manager, state, null));
    await add(`managed, ${state}, half way`, () => managedTickets(db, manager, state, cursor));
    await add(`mine, ${state}`, () => myTickets(db, requester, state, null));
  }
  await add('waiting for the owner', () => waitingForOwner(db, requester));
  await add('managed, counts', () => managedCounts(db, manager));
  return plans;
}

/** The two queries of the ticket page. */
export async function plansOfTicket(db: Db, id: number): Promise<Plan[]> {
  const now = new Date();
  const actor = await reader(db, people.manager);
  const situation = await situationOf(db, id, actor, now);
  if (situation === null) throw new Error(`There is no ticket ${id}`);
  return [
    await explain(db, 'ticket', () => situationOf(db, id, actor, now)),
    await explain(db, 'history of a ticket', () => historyOf(db, situation, { t: (text) => text })),
  ];
}
