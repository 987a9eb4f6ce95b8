import { startTestCluster } from '../helpers/postgres.setup.ts';
import { startTestPortal, type TestPortal } from '../helpers/sandbox.ts';
import { Lane, type Way } from './lane.ts';
import { tryModel, type ModelOptions, type ModelOutcome } from './model.ts';
import { cases, coverage, survey, tryCase, type Map } from './points.ts';
import { chances, tryChance } from './random.ts';
import { clean, joined, type Verdict } from './verdict.ts';
import { auditWorld, worldOf } from './world.ts';

export type FaultOptions = {
  /** Every how many-th place; 1 for all, 0 for none. */
  readonly every: number;
  /** How many kills and cuts at random, and from which seed. */
  readonly random: number;
  readonly seed: number;
  readonly log: (line: string) => void;
};

/** What was tried: how many different named points, in how many runs, and what was found wrong. */
export type Outcome = { readonly points: number; readonly runs: number; readonly verdict: Verdict };

const ways: readonly Way[] = ['founding', 'offboarding', 'provisioning', 'verifying'];

/** How many workstations are at it at a time. */
const LANES = 2;

/** A case on a lane, for a tenant of this number. */
type Work = (lane: Lane, number: number) => Promise<Verdict>;

/** Kills at every named place and wherever chance has it, on a database of its own. */
export const faults = (options: FaultOptions): Promise<Outcome> =>
  onPortal((portal) => tryAll(portal, options));

/** Random sequences beside the model of what may exist, on a database of their own. */
export const model = (options: ModelOptions): Promise<ModelOutcome> =>
  onPortal((portal) => tryModel(portal, options));

async function onPortal<T>(work: (portal: TestPortal) => Promise<T>): Promise<T> {
  const { cluster, stop } = await startTestCluster();
  const portal = await startTestPortal({ cluster });
  try {
    return await work(portal);
  } finally {
    await portal.close();
    await stop();
  }
}

async function tryAll(portal: TestPortal, { every, random, seed, log }: FaultOptions): Promise<Outcome> {
  const lanes = await Promise.all(Array.from({ length: LANES }, () => Lane.start(portal)));
  const [first] = lanes;
  if (first === undefined) throw new Error('There is no lane.');
  const before = await worldOf(portal);
  const maps: Map[] = [];
  for (const [at, way] of ways.entries()) maps.push(await survey(first, way, at + 1));
  const { points, verdict } = coverage(maps);
  const all = maps.flatMap(cases).filter((_, at) => every > 0 && at % every === 0);
  const work: readonly Work[] = [
    ...all.map(
      (one): Work =>
        (lane, number) =>
          tryCase(lane, one, number),
    ),
    ...chances(random, seed).map(
      (one): Work =>
        (lane, number) =>
          tryChance(lane, maps, one, number),
    ),
  ];
  log(`${all.length} kills at ${points} named points, ${random} more at random, seed ${seed}`);
  const verdicts = await inLanes(lanes, work, log);
  for (const lane of lanes) verdicts.push(await lane.close());
  verdicts.push(await auditWorld(portal, before));
  return { points, runs: work.length, verdict: joined([verdict, ...verdicts]) };
}

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
      const verdict = (await work[at]?.(lane, ways.length + 1 + at)) ?? clean;
      verdicts.push(verdict);
      for (const line of Object.values(verdict).flat()) log(line);
      if (verdicts.length % TOLD === 0) log(`${verdicts.length} of ${work.length}`);
    }
  };
  await Promise.all(lanes.map(run));
  return verdicts;
}
