import type { Cluster } from './cluster.ts';
import { median } from './figures.ts';
import { type Floor, floors } from './floors.ts';
import { type Measure, type Round, round, summary, total } from './measure.ts';
import { ticketPageName } from './pages.ts';
import { renewStage, type Stage } from './stage.ts';

export interface Raced extends Measure {
  name: string;
  floor: Floor;
  /** CPU at the largest volume, in times that of its floor measured just before. */
  toFloor: number;
  /** CPU at the largest volume, in times that at the smallest measured just before; none for a single volume. */
  growth: number | null;
  /** What it weighs at the largest volume, in times what it weighs at the smallest. */
  heavier: number | null;
}

export interface Race {
  floors: Record<Floor, Measure>;
  pages: Raced[];
}

interface Lap {
  floor: Round;
  small: Round | null;
  large: Round;
}

const weight = ({ together }: Round) => together.bytes;

const ratio = (laps: readonly Lap[], to: (lap: Lap) => Round | null, of = total) => {
  const known = laps.flatMap((lap) => {
    const other = to(lap);
    return other === null ? [] : [of(lap.large) / of(other)];
  });
  return known.length === 0 ? null : median(known);
};

const compressed = { name: `${ticketPageName}, compressed`, encoding: 'br, gzip' };

interface Runner {
  name: string;
  at: number;
  encoding?: string;
}

/** Every page, and once more the ticket page as a browser asks for it. */
const runners = ({ targets }: Stage): Runner[] =>
  targets.flatMap(({ name }, at) =>
    name === ticketPageName
      ? [
          { name, at },
          { ...compressed, at },
        ]
      : [{ name, at }],
  );

async function lap(cluster: Cluster, small: Stage | null, large: Stage, { at, encoding }: Runner): Promise<Lap> {
  const of = ({ targets }: Stage) => targets[at] as Stage['targets'][number];
  const floor = await round(cluster, large.floor, large.floorTargets[of(large).floor]);
  const before = small && (await round(cluster, small.web, of(small), encoding));
  return { floor, small: before, large: await round(cluster, large.web, of(large), encoding) };
}

// what node has made of its programs is luck, which lasts as long as the process
const roundsOfProcess = 3;

/** Each page is measured right after its floor and its own self at the smallest volume: what disturbs the machine disturbs them alike. */
export async function race(cluster: Cluster, stages: readonly Stage[], rounds: number): Promise<Race> {
  const large = stages.at(-1) as Stage;
  const small = stages.length > 1 ? (stages[0] as Stage) : null;
  const list = runners(large);
  const taken = list.map((): Lap[] => []);
  for (let n = 0; n < rounds; n += 1) {
    if (n > 0 && n % roundsOfProcess === 0) for (const stage of stages) await renewStage(stage);
    for (const [at, runner] of list.entries()) taken[at]?.push(await lap(cluster, small, large, runner));
  }
  const floorOf = ({ at }: Runner) => large.targets[at]?.floor as Floor;
  const lapsOn = (floor: Floor) => list.flatMap((runner, at) => (floorOf(runner) === floor ? (taken[at] ?? []) : []));
  return {
    floors: Object.fromEntries(
      floors.map((floor) => [floor, summary(lapsOn(floor).map((one) => one.floor))]),
    ) as Race['floors'],
    pages: list.map((runner, at) => {
      const laps = taken[at] ?? [];
      const toFloor = ratio(laps, (one) => one.floor) as number;
      const growth = ratio(laps, (one) => one.small);
      const heavier = ratio(laps, (one) => one.small, weight);
      const measured = summary(laps.map((one) => one.large));
      return { ...measured, name: runner.name, floor: floorOf(runner), toFloor, growth, heavier };
    }),
  };
}
