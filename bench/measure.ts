import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Db, rows } from '../src/db/connection.ts';
import type { Cluster } from './cluster.ts';
import { median, quantile } from './figures.ts';
import type { Floor } from './floors.ts';
import { assertAnswered, type Drive, drive, send } from './load.ts';
import type { Target } from './pages.ts';
import type { Served } from './portal.ts';
import { type Cpu, cpuBetween, readCpu } from './processes.ts';

export interface Round {
  alone: Drive;
  together: Drive;
  /** For one request, under load. */
  cpu: Cpu;
}

interface Pace {
  p50: number;
  p95: number;
  p99: number;
  perSecond: number;
}

export interface Measure {
  alone: Pace;
  together: Pace;
  cpu: Cpu & { total: number };
}

// enough to warm up: each connection plans a statement five times before it keeps a plan, and the views, which each page
// has to itself, are compiled anew as they are used; a process that has served for a minute has left all that behind;
// what reads and cleans a form is used by nothing else, and by two targets only
const requests = { warmUp: (floor: Floor) => (floor === 'write' ? 1536 : 512), alone: 16, together: 96 };
const atATime = 8;

const calls = (target: Pick<Target, 'call'>, from: number, count: number) =>
  Array.from({ length: count }, (_, n) => target.call(from + n));

export async function warmUp(served: Served, target: Pick<Target, 'call'>, floor: Floor): Promise<void> {
  await drive(served.port, calls(target, 0, requests.warmUp(floor)), atATime);
}

export async function round(
  cluster: Cluster,
  served: Served,
  target: Pick<Target, 'call'>,
  encoding?: string,
): Promise<Round> {
  const alone = await drive(served.port, calls(target, 0, requests.alone), 1, encoding);
  const prepared = calls(target, requests.alone, requests.together);
  const before = readCpu(served.pid, cluster.pid);
  const together = await drive(served.port, prepared, atATime, encoding);
  const { web, database } = cpuBetween(before, readCpu(served.pid, cluster.pid));
  return { alone, together, cpu: { web: web / requests.together, database: database / requests.together } };
}

const pace = (drives: readonly Drive[]): Pace => {
  const spent = drives.flatMap((one) => one.spent);
  const [p50, p95, p99] = [median(spent), quantile(spent, 0.95), quantile(spent, 0.99)];
  return { p50, p95, p99, perSecond: median(drives.map(({ perSecond }) => perSecond)) };
};

export const total = ({ cpu }: Round) => cpu.web + cpu.database;

/** The rounds are spread over the run: a moment when the machine was busy elsewhere spoils one of them only. */
export function summary(rounds: readonly Round[]): Measure {
  return {
    alone: pace(rounds.map(({ alone }) => alone)),
    together: pace(rounds.map(({ together }) => together)),
    cpu: {
      web: median(rounds.map(({ cpu }) => cpu.web)),
      database: median(rounds.map(({ cpu }) => cpu.database)),
      total: median(rounds.map(total)),
    },
  };
}

const setting = async (db: Db, track: 'top' | 'none') => {
  await db.raw(`alter system set pg_stat_statements.track = '${track}'`);
  await db.raw('select pg_reload_conf()');
};

export interface Work {
  /** That Postgres receives for one request, the session included. */
  statements: number;
  /** Blocks of 8 kB looked at, in memory or not. */
  buffers: number;
}

const workSql = `
  select coalesce(sum(calls), 0)::integer as statements, coalesce(sum(shared_blks_hit + shared_blks_read), 0) as buffers
  from pg_stat_statements
  where query not like '%pg_stat_statements%' and dbid = (select oid from pg_database where datname = current_database())`;

/** What Postgres is asked for one request of each page. */
export async function workOf(db: Db, served: Served, targets: readonly Target[]): Promise<Map<string, Work>> {
  const repeats = 10;
  const counted = new Map<string, Work>();
  await setting(db, 'top');
  await drive(served.port, calls(targets[0] as Target, 0, 20), atATime);
  for (const target of targets) {
    await db.raw('select pg_stat_statements_reset()');
    await drive(served.port, calls(target, 0, repeats), 1);
    const [found] = await rows<Work>(db, workSql);
    const { statements = 0, buffers = 0 } = found ?? {};
    counted.set(target.name, { statements: statements / repeats, buffers: Math.round(Number(buffers) / repeats) });
  }
  await setting(db, 'none');
  return counted;
}

export interface Weight {
  html: number;
  gzip: number;
  brotli: number;
}

export async function weightOf(served: Served, target: Target): Promise<Weight> {
  const call = target.call(0);
  const answer = await send(served.port, call);
  assertAnswered(call, answer);
  const { body } = answer;
  return { html: body.length, gzip: gzipSync(body).length, brotli: brotliCompressSync(body).length };
}
