import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Verdict } from './budgets.ts';
import { build } from './children.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { coldStart } from './cold-start.ts';
import { exportOf } from './export.ts';
import { firstVisit } from './first-visit.ts';
import { mailDelay, startRelay } from './mails.ts';
import { readOptions } from './options.ts';
import { plansOf, plansOfTicket } from './plans.ts';
import { startWorker } from './portal.ts';
import { memoryOf } from './processes.ts';
import { type Race, race } from './race.ts';
import {
  exportShown,
  exportVerdicts,
  judgedTable,
  markdown,
  pageVerdicts,
  type Results,
  raceTable,
  verdicts,
} from './report.ts';
import { closeStage, factsOf, openStage, type Stage, warmStage } from './stage.ts';

const options = readOptions();
const acts = 100;
const begun = performance.now();

const tell = (line: string) =>
  console.error(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${line}`);

async function mails(stage: Stage) {
  const relay = await startRelay();
  await stage.db.raw('delete from graphile_worker._private_jobs');
  await stage.db.raw('vacuum analyze graphile_worker._private_jobs');
  const worker = startWorker(stage.url, stage.dir, relay.port);
  const delay = await mailDelay(stage.db, stage.web, relay, stage.cast, acts);
  const memory = { web: memoryOf(stage.web.pid), worker: memoryOf(worker.pid) };
  await worker.stop();
  await relay.close();
  return { delay, memory };
}

async function raced(cluster: Cluster, stages: Stage[]): Promise<Race> {
  tell('warming up');
  for (const stage of stages) await warmStage(stage);
  tell(`measuring the pages, ${options.rounds} rounds`);
  return race(cluster, stages, options.rounds);
}

type Measured = Omit<Results, 'coldStart' | 'load'>;

async function all(cluster: Cluster, stages: Stage[]): Promise<Measured> {
  const largest = stages.at(-1) as Stage;
  tell('counting statements, weighing pages, explaining lists');
  const facts = await factsOf(largest);
  const visit = await firstVisit(largest.web.port, { path: `/tickets/${largest.cast.long}`, as: largest.cast.manager });
  const plans = [...(await plansOf(largest.db)), ...(await plansOfTicket(largest.db, largest.cast.long))];
  const figures = await raced(cluster, stages);
  tell('the export of a list');
  const exported = await exportOf(cluster, largest);
  tell(`${acts} acts and their mails`);
  return { volumes: options.volumes, race: figures, facts, visit, plans, exported, ...(await mails(largest)) };
}

async function onStages<T>(folder: string, measure: (cluster: Cluster, stages: Stage[]) => Promise<T>): Promise<T> {
  const cluster = await startCluster(path.join(folder, 'postgres'));
  const stages: Stage[] = [];
  try {
    for (const tickets of options.volumes) {
      tell(`a database with ${tickets} tickets`);
      stages.push(await openStage(cluster, tickets, folder));
    }
    return await measure(cluster, stages);
  } finally {
    await Promise.all(stages.map(closeStage));
    await cluster.stop();
  }
}

async function openFolder(): Promise<string> {
  if (options.folder !== null) await mkdir(options.folder, { recursive: true });
  const folder = options.folder ?? (await mkdtemp(path.join(os.tmpdir(), 'guichet-bench-')));
  // root's Postgres runs under another account, which must enter
  await chmod(folder, 0o755);
  return folder;
}

const chosen = ({ name }: { name: string }) => options.only.some((piece) => name.includes(piece));

async function somePages(folder: string): Promise<Verdict[]> {
  const figures = await onStages(folder, (cluster, stages) => {
    for (const stage of stages) stage.targets = stage.targets.filter(chosen);
    return raced(cluster, stages);
  });
  const judged = pageVerdicts({ race: figures });
  console.log(`${raceTable(figures, null)}\n\n${judgedTable(judged)}`);
  return judged;
}

async function onlyExport(folder: string): Promise<Verdict[]> {
  const exported = await onStages(folder, (cluster, stages) => exportOf(cluster, stages.at(-1) as Stage));
  const judged = exportVerdicts(exported);
  console.log(`${exportShown(exported).join(': ')}\n\n${judgedTable(judged)}`);
  return judged;
}

async function wholeRun(folder: string): Promise<Verdict[]> {
  const measured = await onStages(folder, all);
  tell('npm start, in an empty folder');
  const start = path.join(folder, 'start');
  await rm(start, { recursive: true, force: true });
  const results: Results = { ...measured, coldStart: await coldStart(start), load: os.loadavg() };
  const judged = verdicts(results);
  const kept = path.join(os.tmpdir(), 'guichet-bench.json');
  const plain = { ...results, facts: { work: [...results.facts.work], weights: [...results.facts.weights] } };
  await writeFile(kept, JSON.stringify({ at: new Date(), verdicts: judged, ...plain }, null, 1));
  console.log(markdown(results, judged));
  tell(`figures in ${kept}`);
  return judged;
}

const folder = await openFolder();
if (options.build) build();
const run = options.only.join() === 'export' ? onlyExport : options.only.length > 0 ? somePages : wholeRun;
const judged = await run(folder);
if (options.folder === null) await rm(folder, { recursive: true, force: true });
process.exit(judged.some(({ state }) => state === 'broken') ? 1 : 0);
