import { failPointNames, type FailPoint } from '../../src/main/ports/fail-points.port.ts';
import type { Reached } from './console-process.ts';
import { goForward, takeBack, type Journey } from './journey.ts';
import type { WayOf } from './ground.ts';
import { judged, type Lane } from './lane.ts';
import { clean, type Verdict } from './verdict.ts';

/** Where the isolation suite begins and ends: what lies between is a portal called some hundred times. */
const suite = /^engine\.(before|after)-apply pooled\.probe-/;

/** Runbooks of a shared portal as the harness leads them; a founding is a provisioning as far as the isolation suite. */
export type Way = 'founding' | 'provisioning' | 'offboarding' | 'verifying';

/** One kill: of a way forward, or of taking back what went so far; and how it is brought to an end. */
export type Case = {
  readonly way: string;
  readonly direction: 'forward' | 'back';
  readonly dieAt: number;
  readonly ending: 'resumed' | 'rolled-back';
};

/** The places that each way comes by, in order. */
export type Map = {
  readonly way: string;
  readonly forward: readonly Reached[];
  readonly back: readonly Reached[];
  /** Messages between the console and its database on the way forward and back. */
  readonly messages: { readonly forward: number; readonly back: number };
};

const placeOf = ({ name, where }: Reached): string => `${name} ${where}`;

/** Goes one way to its end and back, and writes down where it came by. */
export async function survey(lane: Lane, { way, goesBack }: WayOf, number: number): Promise<Map> {
  const journey = await lane.journey(way, number);
  const forward = await watched(lane, (console) => goForward(console, journey));
  const back = await watched(lane, async (console) => goesBack && takeBack(console, journey));
  return {
    way,
    forward: forward.reached,
    back: back.reached,
    messages: { forward: forward.messages, back: back.messages },
  };
}

async function watched(lane: Lane, work: (console: Lane['console']) => Promise<unknown>) {
  let messages = 0;
  lane.workstation.proxy.decide = () => {
    messages += 1;
    return 'pass';
  };
  await lane.console.arm(0);
  await work(lane.console);
  lane.workstation.proxy.decide = () => 'pass';
  return { reached: await lane.console.reached(), messages };
}

/** Every place once, both ways out of it where both are open; of the inside of the suite the first, middle and last of each name. */
export function casesOf({ way: of, forward, back }: Map): readonly Case[] {
  const way = of as Way;
  const tried = placesToTry(forward);
  const begins = forward.findIndex((each) => suite.test(placeOf(each)));
  const at = (direction: Case['direction'], ats: readonly number[], ending: Case['ending']) =>
    ats.map((dieAt): Case => ({ way, direction, dieAt, ending }));
  const backwards = back.map((_, at) => at + 1);
  switch (way) {
    case 'founding':
      return [
        ...at('forward', tried, 'rolled-back'),
        ...at('forward', tried, 'resumed'),
        ...at('back', backwards, 'rolled-back'),
      ];
    case 'provisioning': {
      const late = tried.filter((each) => each > begins);
      const inside = late.filter((each) => each <= lastOfSuite(forward));
      // What a founding does not come by on its way back: the withdrawal of what was handed over.
      const withdrawal = backwards.filter((each) => back[each - 1]?.where === 'pooled.hand-over');
      return [
        ...at('forward', late, 'resumed'),
        ...at('forward', inside, 'rolled-back'),
        ...at('back', withdrawal, 'rolled-back'),
      ];
    }
    case 'verifying':
      return [
        ...at('forward', tried, 'resumed'),
        ...at(
          'forward',
          tried.filter((each) => each > begins),
          'rolled-back',
        ),
      ];
    case 'offboarding':
      return [...at('forward', tried, 'resumed'), ...at('back', backwards, 'rolled-back')];
  }
}

const lastOfSuite = (forward: readonly Reached[]): number =>
  forward.findLastIndex((each) => suite.test(placeOf(each))) + 1;

function placesToTry(forward: readonly Reached[]): readonly number[] {
  const all = forward.map((_, at) => at + 1);
  const bounds = forward.flatMap((each, at) => (suite.test(placeOf(each)) ? [at + 1] : []));
  const [begin = Infinity, end = -Infinity] = bounds;
  const inside = all.filter((at) => at > begin && at < end);
  const sampled = failPointNames.flatMap((name) => {
    const own = inside.filter((at) => forward[at - 1]?.name === name);
    return [...new Set([own[0], own[own.length >> 1], own.at(-1)])].filter((at) => at !== undefined);
  });
  return [...all.filter((at) => at <= begin || at >= end), ...sampled];
}

/** Kills a real process at one place, starts it again, brings the run to an end, and looks at everything. */
export function tryCase(lane: Lane, one: Case, number: number): Promise<Verdict> {
  const { way, direction, dieAt, ending } = one;
  return judged(`${way} ${direction}, killed at place ${dieAt}, ${ending}`, async () => {
    const journey = await lane.journey(way, number);
    if (direction === 'back') await goForward(lane.console, journey);
    await lane.console.arm(dieAt);
    await lane.tryWork((console) => go(console, journey, direction));
    await lane.restart();
    return ending === 'rolled-back' ? lane.rollBack(journey) : lane.resume(journey);
  });
}

export const go = (console: Lane['console'], journey: Journey, direction: Case['direction']) =>
  direction === 'back' ? takeBack(console, journey) : goForward(console, journey);

/** The named points that a list of cases dies at, and those that no journey comes by. */
export function coverage(
  maps: readonly Map[],
  lacks: readonly string[],
): { readonly points: number; readonly verdict: Verdict } {
  const names = new Set<FailPoint>(
    maps.flatMap(({ forward, back }) => [...forward, ...back].map(({ name }) => name)),
  );
  const due = failPointNames.filter((name) => !lacks.some((start) => name.startsWith(start)));
  const missed = due.filter((name) => !names.has(name));
  return {
    points: names.size,
    verdict: { ...clean, unresolved: missed.map((name) => `No journey comes by ${name}.`) },
  };
}
