import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from './children.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { coldStart } from './cold-start.ts';
import { firstVisit } from './first-visit.ts';
import { mailDelay, startRelay } from './mails.ts';
import { readOptions } from './options.ts';
import { plansOf, plansOfTicket } from './plans.ts';
import { startWorker } from './portal.ts';
import { memoryOf } from './processes.ts';
import { markdown, type Results, verdicts } from './report.ts';
import { closeStage, factsOf, openStage, race, type Stage } from './stage.ts';

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

async function onStages(cluster: Cluster, stages: Stage[], folder: string): Promise<Omit<Results, 'coldStart'>> {
  for (const tickets of options.volumes) {
    tell(`filling a database with ${tickets} tickets`);
    stages.push(await openStage(cluster, tickets, folder));
  }
  const largest = stages.at(-1) as Stage;
  tell('counting statements, weighing pages, explaining lists');
  const facts = await factsOf(largest);
  const visit = await firstVisit(largest.web.port, { path: `/tickets/${largest.cast.long}`, as: largest.cast.manager });
  const plans = [...(await plansOf(largest.db)), ...(await plansOfTicket(largest.db, largest.cast.long))];
  tell(`measuring the pages, ${options.rounds} rounds`);
  const figures = await race(cluster, stages, options.rounds);
  tell(`${acts} acts and their mails`);
  return { volumes: options.volumes, figures, facts, visit, plans, ...(await mails(largest)) };
}

async function measure(folder: string) {
  const cluster = await startCluster(path.join(folder, 'postgres'));
  const stages: Stage[] = [];
  try {
    return await onStages(cluster, stages, folder);
  } finally {
    await Promise.all(stages.map(closeStage));
    await cluster.stop();
  }
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'guichet-bench-'));
// root's Postgres runs under another account, which must enter
await chmod(folder, 0o755);
if (options.build) build();
const measured = await measure(folder);
tell('npm start, in an empty folder');
const results: Results = { ...measured, coldStart: await coldStart(path.join(folder, 'start')) };
const judged = verdicts(results);
const kept = path.join(os.tmpdir(), 'guichet-bench.json');
const plain = { ...results, facts: { statements: [...results.facts.statements], weights: [...results.facts.weights] } };
await writeFile(kept, JSON.stringify({ at: new Date(), verdicts: judged, ...plain }, null, 1));
console.log(markdown(results, judged));
tell(`figures in ${kept}${options.keep ? `, databases in ${folder}` : ''}`);
if (!options.keep) await rm(folder, { recursive: true, force: true });
process.exit(judged.some(({ state }) => state === 'broken') ? 1 : 0);
