import { startPlatformGround } from './database/platform-ground.ts';
import type { Ground } from './ground.ts';
import { Lane } from './lane.ts';
import { tryModel, type ModelOptions, type ModelOutcome } from './model.ts';
import { onPortal, startPortalGround } from './portal-ground.ts';
import { coverage, survey, tryCase, type Map } from './points.ts';
import { chances, tryChance } from './random.ts';
import { clean, joined, type Verdict } from './verdict.ts';

export type FaultOptions = {
  /** Whose runbooks. */
  readonly tenancy: keyof typeof grounds;
  /** Every how many-th place; 1 for all, 0 for none. */
  readonly every: number;
  /** How many kills and cuts at random, and from which seed. */
  readonly random: number;
  readonly seed: number;
  readonly log: (line: string) => void;
};

/** What was tried: how many different named points, in how many runs, and what was found wrong. */
export type Outcome = { readonly points: number; readonly runs: number; readonly verdict: Verdict };

const grounds = { pooled: startPortalGround, database: startPlatformGround } as const;

/** How many workstations are at it at a time. */
const LANES = 2;

/** A case on a lane, for a tenant of this number. */
type Work = (lane: Lane, number: number) => Promise<Verdict>;

/** Kills at every named place and wherever chance has it, on a database of its own. */
export async function faults(options: FaultOptions): Promise<Outcome> {
  const ground = await grounds[options.tenancy]();
  try {
    return await tryAll(ground, options);
  } finally {
    await ground.close();
  }
}

async function tryAll(ground: Ground, { every, random, seed, log }: FaultOptions): Promise<Outcome> {
  const lanes = await Promise.all(Array.from({ length: LANES }, () => Lane.start(ground)));
  const [first] = lanes;
  if (first === undefined) throw new Error('There is no lane.');
  const maps: Map[] = [];
  for (const [at, way] of ground.ways.entries()) maps.push(await survey(first, way, at + 1));
  const { points, verdict } = coverage(maps, ground.lacks);
  const worth = maps.flatMap((map, at) => ground.ways[at]?.cases(map) ?? []);
  const all = worth.filter((_, at) => every > 0 && at % every === 0);
  const work: readonly Work[] = [
    ...all.map(
      (one): Work =>
        (lane, number) =>
          tryCase(lane, one, number),
    ),
    ...chances(ground.ways, random, seed).map(
      (one): Work =>
        (lane, number) =>
          tryChance(lane, maps, one, number),
    ),
  ];
  log(`${all.length} kills at ${points} named points, ${random} more at random, seed ${seed}`);
  const verdicts = await inLanes(lanes, work, log);
  for (const lane of lanes) verdicts.push(await lane.close());
  verdicts.push(await ground.audit());
  return { points, runs: work.length, verdict: joined([verdict, ...verdicts]) };
}

/** Random sequences beside the model of what may exist, on a shared portal of their own. */
export const model = (options: ModelOptions): Promise<ModelOutcome> =>
  onPortal((portal) => tryModel(portal, options));

/** How many cases are done between two words of progress. */
const TOLD = 50;

/** Each lane takes the next case when it is done with one. What is found is told at once. */
async function inLanes(
  lanes: readonly Lane[],
  work: readonly Work[],
  log: (line: string) => void,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let next = 0;
  const run = async (lane: Lane) => {
    for (let at = next++; at < work.length; at = next++) {
      const verdict = (await work[at]?.(lane, lane.ground.ways.length + 1 + at)) ?? clean;
      verdicts.push(verdict);
      for (const line of Object.values(verdict).flat()) log(line);
      if (verdicts.length % TOLD === 0) log(`${verdicts.length} of ${work.length}`);
    }
  };
  await Promise.all(lanes.map(run));
  return verdicts;
}
