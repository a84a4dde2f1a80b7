import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Db, rows } from '../src/db/connection.ts';
import type { Cluster } from './cluster.ts';
import { median, quantile } from './figures.ts';
import { assertAnswered, drive, send } from './load.ts';
import type { Target } from './pages.ts';
import type { Served } from './portal.ts';
import { type Cpu, cpuBetween, readCpu } from './processes.ts';

export interface Round {
  alone: number[];
  together: number[];
  /** For one request, under load. */
  cpu: Cpu;
}

export interface Measure {
  name: string;
  kind: Target['kind'];
  alone: { p50: number; p95: number };
  together: { p50: number; p95: number };
  cpu: Cpu & { total: number };
}

const requests = { warmUp: 30, alone: 20, together: 160 };
const atATime = 8;

const calls = (target: Target, from: number, count: number) =>
  Array.from({ length: count }, (_, n) => target.call(from + n));

export async function warmUp(served: Served, target: Target): Promise<void> {
  await drive(served.port, calls(target, 0, requests.warmUp), atATime);
}

export async function round(cluster: Cluster, served: Served, target: Target, encoding?: string): Promise<Round> {
  const alone = await drive(served.port, calls(target, 0, requests.alone), 1, encoding);
  const prepared = calls(target, requests.alone, requests.together);
  const before = readCpu(served.pid, cluster.pid);
  const together = await drive(served.port, prepared, atATime, encoding);
  const { web, database } = cpuBetween(before, readCpu(served.pid, cluster.pid));
  return { alone, together, cpu: { web: web / requests.together, database: database / requests.together } };
}

const spread = (sample: number[]) => ({ p50: median(sample), p95: quantile(sample, 0.95) });

/** The rounds are spread over the run: a moment when the machine was busy elsewhere spoils one of them only. */
export function summary({ name, kind }: Pick<Target, 'name' | 'kind'>, rounds: readonly Round[]): Measure {
  const web = median(rounds.map(({ cpu }) => cpu.web));
  const database = median(rounds.map(({ cpu }) => cpu.database));
  return {
    name,
    kind,
    alone: spread(rounds.flatMap(({ alone }) => alone)),
    together: spread(rounds.flatMap(({ together }) => together)),
    cpu: { web, database, total: median(rounds.map(({ cpu }) => cpu.web + cpu.database)) },
  };
}

const setting = async (db: Db, track: 'top' | 'none') => {
  await db.raw(`alter system set pg_stat_statements.track = '${track}'`);
  await db.raw('select pg_reload_conf()');
};

/** Statements that Postgres receives for one request, the session included. */
export async function statementsOf(db: Db, served: Served, targets: readonly Target[]): Promise<Map<string, number>> {
  const repeats = 10;
  const counted = new Map<string, number>();
  await setting(db, 'top');
  await drive(served.port, calls(targets[0] as Target, 0, 20), atATime);
  for (const target of targets) {
    await db.raw('select pg_stat_statements_reset()');
    await drive(served.port, calls(target, 0, repeats), 1);
    const [found] = await rows<{ calls: number }>(
      db,
      `select coalesce(sum(calls), 0)::integer as calls from pg_stat_statements
       where query not like '%pg_stat_statements%' and dbid = (select oid from pg_database where datname = current_database())`,
    );
    counted.set(target.name, (found?.calls ?? 0) / repeats);
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
