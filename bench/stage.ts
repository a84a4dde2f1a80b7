import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Db } from '../src/db/connection.ts';
import { type Cluster, createDatabase } from './cluster.ts';
import { type Measure, type Round, round, statementsOf, summary, type Weight, warmUp, weightOf } from './measure.ts';
import { type Cast, castOf, type Target, targetsOf, ticketPageName } from './pages.ts';
import { type Served, startFloor, startWeb } from './portal.ts';
import { fill } from './volume.ts';

/** One volume: its database, and on it the portal and the floor. */
export interface Stage {
  tickets: number;
  db: Db;
  url: string;
  dir: string;
  web: Served;
  floor: Served;
  cast: Cast;
  targets: Target[];
  floorTarget: Target;
}

export interface Figures {
  floor: Measure;
  pages: Measure[];
  /** The ticket page, compressed as a browser asks. */
  compressed: Measure;
}

export async function openStage(cluster: Cluster, tickets: number, folder: string): Promise<Stage> {
  const name = `tickets_${tickets}`;
  const dir = path.join(folder, name);
  await mkdir(dir);
  const db = await createDatabase(cluster, name);
  await fill(db, tickets);
  const cast = await castOf(db);
  const url = cluster.url(name);
  const [web, floor] = await Promise.all([startWeb(url, dir), startFloor(url, dir)]);
  const ids = [...cast.managed, ...cast.owned];
  const floorTarget: Target = { name: 'floor', kind: 'page', call: (n) => ({ path: `/${ids[n % ids.length]}` }) };
  return { tickets, db, url, dir, web, floor, cast, targets: targetsOf(cast), floorTarget };
}

export const closeStage = async ({ web, floor, db }: Stage) => {
  await Promise.all([web.stop(), floor.stop(), db.destroy()]);
};

const floorEvery = 4;
const compressedName = 'manager: ticket, compressed';

/** Rounds go through all the volumes one after the other: what disturbs the machine disturbs them alike. */
export async function race(cluster: Cluster, stages: readonly Stage[], rounds: number): Promise<Figures[]> {
  const taken = stages.map(() => new Map<string, Round[]>());
  const note = (at: number, name: string, result: Round) => {
    const known = taken[at]?.get(name) ?? [];
    taken[at]?.set(name, [...known, result]);
  };
  for (const { web, floor, targets, floorTarget } of stages) {
    await warmUp(floor, floorTarget);
    for (const target of targets) await warmUp(web, target);
  }
  const count = stages[0]?.targets.length ?? 0;
  for (let n = 0; n < rounds * count; n += 1) {
    for (const [at, { web, floor, targets, floorTarget }] of stages.entries()) {
      const target = targets[n % count] as Target;
      // the floor again and again: every ratio rests on it
      if (n % floorEvery === 0) note(at, 'floor', await round(cluster, floor, floorTarget));
      note(at, target.name, await round(cluster, web, target));
      if (target.name === ticketPageName) note(at, compressedName, await round(cluster, web, target, 'br, gzip'));
    }
  }
  return stages.map(({ targets }, at) => {
    const of = (target: Pick<Target, 'name' | 'kind'>) => summary(target, taken[at]?.get(target.name) ?? []);
    return {
      floor: of({ name: 'floor', kind: 'page' }),
      pages: targets.map(of),
      compressed: of({ name: compressedName, kind: 'page' }),
    };
  });
}

export interface Facts {
  statements: Map<string, number>;
  weights: Map<string, Weight>;
}

export async function factsOf({ db, web, targets }: Stage): Promise<Facts> {
  const weights = new Map<string, Weight>();
  for (const target of targets.filter(({ kind }) => kind === 'page'))
    weights.set(target.name, await weightOf(web, target));
  return { statements: await statementsOf(db, web, targets), weights };
}
