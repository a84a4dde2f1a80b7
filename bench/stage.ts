import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Db } from '../src/db/connection.ts';
import { type Cluster, openDatabase } from './cluster.ts';
import { type Floor, type FloorTarget, floors, floorTargetsOf } from './floors.ts';
import { type Weight, type Work, warmUp, weightOf, workOf } from './measure.ts';
import { type Cast, castOf, type Target, targetsOf } from './pages.ts';
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
  floorTargets: Record<Floor, FloorTarget>;
}

export async function openStage(cluster: Cluster, tickets: number, folder: string): Promise<Stage> {
  const name = `tickets_${tickets}`;
  const dir = path.join(folder, name);
  await mkdir(dir, { recursive: true });
  const db = await openDatabase(cluster, name, (fresh) => fill(fresh, tickets));
  const cast = await castOf(db);
  const url = cluster.url(name);
  const served = await serve({ url, dir });
  return { tickets, db, url, dir, ...served, cast, targets: targetsOf(cast), floorTargets: floorTargetsOf(cast) };
}

async function serve({ url, dir }: Pick<Stage, 'url' | 'dir'>): Promise<Pick<Stage, 'web' | 'floor'>> {
  const [web, floor] = await Promise.all([startWeb(url, dir), startFloor(url, dir)]);
  return { web, floor };
}

export const closeStage = async ({ web, floor, db }: Stage) => {
  await Promise.all([web.stop(), floor.stop(), db.destroy()]);
};

/** Other processes take over, as warm as those before. */
export async function renewStage(stage: Stage): Promise<void> {
  await Promise.all([stage.web.stop(), stage.floor.stop()]);
  Object.assign(stage, await serve(stage));
  await warmStage(stage);
}

export async function warmStage({ web, floor, targets, floorTargets }: Stage): Promise<void> {
  for (const kind of floors) await warmUp(floor, floorTargets[kind], kind);
  for (const target of targets) await warmUp(web, target, target.floor);
}

export interface Facts {
  work: Map<string, Work>;
  weights: Map<string, Weight>;
}

export async function factsOf({ db, web, targets }: Stage): Promise<Facts> {
  const weights = new Map<string, Weight>();
  for (const target of targets.filter(({ floor }) => floor !== 'write'))
    weights.set(target.name, await weightOf(web, target));
  return { work: await workOf(db, web, targets), weights };
}
