import type { ProbeResult } from '../../../shared/model/isolation-report.ts';
import type { Probe } from '../probe.ts';
import { sparing } from './originals.ts';
import { runTogether, SHARED_LOOK } from './run-probe.ts';
import { asksAbout, type Stage } from './stage.ts';

/** Lanes for each request that may be under way: while one is judged by the database another one asks. */
const LANES_PER_REQUEST = 2;

/**
 * Runs probes a few at a time. Those that guard rows of one entity go one after another, in their order, so that what happened to
 * the rows can be laid at one probe's door. Results come in the order of the probes.
 */
export async function runLanes(stage: Stage, all: readonly Probe[]): Promise<void> {
  const probes = all.filter(({ family }) => asksAbout(stage, family)).map((probe) => sparing(stage, probe));
  const results = new Map<Probe, ProbeResult>();
  const lanes = lanesOf(probes);
  let done = 0;
  const worker = async () => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) {
      for (const together of handfuls(lane)) {
        const judged = await inTurn(stage, together);
        together.forEach((probe, at) => judged[at] && results.set(probe, judged[at]));
        stage.ports.onProgress((done += together.length), probes.length);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES_PER_REQUEST * stage.limits.concurrency }, worker));
  stage.results.push(...probes.flatMap((probe) => results.get(probe) ?? []));
}

/** Those that guard rows wait until nobody else, in this lane or another, guards rows of the same entity. */
function inTurn(stage: Stage, together: readonly Probe[]): Promise<readonly ProbeResult[]> {
  const entity = together[0]?.guard?.entity;
  const run = () => runTogether(stage, together);
  return entity === undefined ? run() : stage.watch.alone(entity, run);
}

/** Neighbours of a lane that guard the same rows, a few at a time. */
export function handfuls(lane: readonly Probe[]): readonly (readonly Probe[])[] {
  const groups: Probe[][] = [];
  for (const probe of lane) {
    const last = groups.at(-1);
    const fits = last !== undefined && last.length < SHARED_LOOK && guardKey(last[0]) === guardKey(probe);
    if (fits && probe.guard !== undefined) last.push(probe);
    else groups.push([probe]);
  }
  return groups;
}

const guardKey = (probe: Probe | undefined): string =>
  `${probe?.guard?.side ?? ''}/${probe?.guard?.entity ?? ''}`;

/** Long lanes first, so that none is left for the end. */
export function lanesOf(probes: readonly Probe[]): Probe[][] {
  const guarded = Map.groupBy(
    probes.filter(({ guard }) => guard !== undefined),
    ({ guard }) => guard?.entity,
  );
  // The tenant's own work changes an object and opens it again: two changes of one object at once say nothing of either.
  const others = Map.groupBy(
    probes.filter(({ guard }) => guard === undefined),
    ({ id, family, resource }) => (family === 'function' ? `${family} ${resource}` : id),
  );
  return [...[...guarded.values()].toSorted((a, b) => b.length - a.length), ...others.values()];
}
