import { type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { quantile } from './figures.ts';
import { send } from './load.ts';
import { cpuBetween, memoryOf, readCpu } from './processes.ts';
import type { Stage } from './stage.ts';

/** What the export of a long list costs, and what others feel of it. */
export interface Exported {
  lines: number;
  seconds: number;
  /** Milliseconds of CPU for a thousand lines. */
  cpu: { web: number; database: number };
  /** Of a small page asked again and again meanwhile, in milliseconds. */
  meanwhile: number;
  /** Mebibytes more than before while somebody has begun to read it and stopped. */
  stopped: number;
}

const list = '/tickets.csv?mode=managed&state=all&involvement=all';

const open = ({ web, cast }: Stage) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { cookie: cast.manager.cookie, 'x-forwarded-proto': 'https', 'accept-language': 'fr' };
    request({ host: '127.0.0.1', port: web.port, path: list, headers }, resolve).on('error', reject).end();
  });

async function linesOf(answer: IncomingMessage): Promise<number> {
  let lines = 0;
  for await (const chunk of answer) lines += (chunk as Buffer).toString('latin1').split('\n').length - 1;
  return lines - 1;
}

/** How long a small page takes, until told to stop. */
async function feel({ web, cast }: Stage, until: Promise<unknown>): Promise<number> {
  const spent: number[] = [];
  let going = true;
  void until.finally(() => {
    going = false;
  });
  while (going) {
    spent.push((await send(web.port, { path: '/health/live', as: cast.manager })).milliseconds);
    await sleep(5);
  }
  return quantile(spent, 0.99);
}

/** Somebody who begins to read the file and looks elsewhere: nothing more is to be read for him. */
async function stopped(stage: Stage): Promise<number> {
  const before = memoryOf(stage.web.pid);
  const answer = await open(stage);
  await sleep(3000);
  const memory = memoryOf(stage.web.pid) - before;
  answer.destroy();
  return memory;
}

export async function exportOf(cluster: Cluster, stage: Stage): Promise<Exported> {
  await linesOf(await open(stage));
  const waiting = await stopped(stage);
  const before = readCpu(stage.web.pid, cluster.pid);
  const start = performance.now();
  const lines = await linesOf(await open(stage));
  const seconds = (performance.now() - start) / 1000;
  const { web, database } = cpuBetween(before, readCpu(stage.web.pid, cluster.pid));
  const other = open(stage).then(linesOf);
  const meanwhile = await feel(stage, other);
  const thousand = (spent: number) => (spent * 1000) / lines;
  return { lines, seconds, cpu: { web: thousand(web), database: thousand(database) }, meanwhile, stopped: waiting };
}
