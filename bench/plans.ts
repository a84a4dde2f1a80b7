import type { Db } from '../src/db/connection.ts';
import { type Person, selectPerson } from '../src/people/person.ts';
import { wholePage } from '../src/tickets/dashboard/around.ts';
import { involvements, modes, parseFilter, states } from '../src/tickets/dashboard/filter.ts';
import { historyOf } from '../src/tickets/history.ts';
import { readHome } from '../src/tickets/home/read.ts';
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
  const person = await selectPerson(db, id);
  if (person === null) throw new Error(`There is no person ${id}`);
  return { ...person, shown: null };
}

/** How Postgres answers each list, for the people of the benchmark. */
export async function plansOf(db: Db): Promise<Plan[]> {
  const manager = await reader(db, people.manager);
  const requester = await reader(db, people.requester);
  const halfWay = { rank: 20, at: (Date.now() - 2 * 365 * 86_400_000) * 1000, id: 1 };
  const plans: Plan[] = [];
  const add = async (query: string, run: () => PromiseLike<unknown>) => plans.push(await explain(db, query, run));
  const list = async (person: Person, query: Record<string, string>) => {
    const filter = parseFilter(query);
    const said = Object.values(query).join(', ');
    await add(said, () => wholePage(db, person, filter, { limit: 21 }));
    await add(`${said}, half way`, () => wholePage(db, person, filter, { limit: 21, after: halfWay }));
  };
  for (const mode of modes)
    for (const involvement of involvements[mode])
      for (const state of states) await list(mode === 'mine' ? requester : manager, { mode, state, involvement });
  for (const [name, value] of Object.entries({ service: '2', category: '16', manager: 'me', sort: 'owner,-priority' }))
    await list(manager, { mode: 'managed', state: 'all', involvement: 'managed-or-free', [name]: value });
  await add('home of the requester', () => readHome(db, requester, 50));
  await add('home of the manager', () => readHome(db, manager, 50));
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
