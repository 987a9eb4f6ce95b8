import fc from 'fast-check';
import type { CuttingProxy, Fate } from '../helpers/cutting-proxy.ts';
import { goForward } from './journey.ts';
import type { WayOf } from './ground.ts';
import { judged, type Lane } from './lane.ts';
import { go, type Case, type Map } from './points.ts';
import type { Verdict } from './verdict.ts';

/** A kill at some place, or a connection that breaks at some message; `where` is a part of the way, 0 to 1. */
type Trouble =
  | { readonly kind: 'kill'; readonly where: number }
  | { readonly kind: 'cut'; readonly where: number; readonly fate: Fate };

/** Troubles one after another, the later ones during the recovery from the earlier ones. */
export type Chance = Pick<Case, 'way' | 'direction' | 'ending'> & { readonly troubles: readonly Trouble[] };

const where = fc.noBias(fc.integer({ min: 0, max: 9_999 })).map((part) => part / 10_000);

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 24, arbitrary: fc.constantFrom<Fate>('cut', 'pass-then-cut', 'reset') },
  { weight: 8, arbitrary: fc.record({ truncate: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 8, arbitrary: fc.record({ delayMs: fc.integer({ min: 5, max: 60 }) }) },
  { weight: 1, arbitrary: fc.constant<Fate>('stall') },
);

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('kill' as const), where }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cut' as const), where, fate }) },
);

const chance = (ways: readonly WayOf[]): fc.Arbitrary<Chance> =>
  fc.record({
    way: fc.oneof(...ways.map(({ way, weight }) => ({ weight, arbitrary: fc.constant(way) }))),
    direction: fc.oneof(
      { weight: 3, arbitrary: fc.constant('forward' as const) },
      { weight: 1, arbitrary: fc.constant('back' as const) },
    ),
    ending: fc.constantFrom('resumed' as const, 'rolled-back' as const),
    troubles: fc.array(trouble, { minLength: 1, maxLength: 2 }),
  });

/** The same seed gives the same chances. */
export const chances = (ways: readonly WayOf[], count: number, seed: number): readonly Chance[] =>
  fc.sample(chance(ways), { numRuns: count, seed });

/** What cannot be taken back once it is complete is only led to its end. */
const onward = { direction: 'forward', ending: 'resumed' } as const;

/** Lets the troubles happen one after another, then brings the run to an end in peace and looks at everything. */
export function tryChance(lane: Lane, maps: readonly Map[], one: Chance, number: number): Promise<Verdict> {
  const { way, troubles } = one;
  const goesBack = lane.ground.ways.some((each) => each.way === way && each.goesBack);
  const { direction, ending } = goesBack ? one : onward;
  return judged(JSON.stringify(one), async () => {
    const map = maps.find((each) => each.way === way);
    if (map === undefined) throw new Error(`Nobody has surveyed ${way}.`);
    const journey = await lane.journey(way, number);
    if (direction === 'back') await goForward(lane.console, journey);
    for (const each of troubles) {
      await arm(lane, each, map, direction);
      const came = await lane.tryWork((console) => go(console, journey, direction));
      await disarm(lane, came === 'died');
    }
    const isGone = ending === 'rolled-back' || direction === 'back';
    return isGone ? lane.rollBack(journey) : lane.resume(journey);
  });
}

async function arm(lane: Lane, each: Trouble, map: Map, direction: Case['direction']): Promise<void> {
  const at = (length: number) => 1 + Math.floor(each.where * length);
  if (each.kind === 'kill') await lane.console.arm(at(map[direction].length));
  else cutAt(lane.workstation.proxy, at(map.messages[direction]), each.fate);
}

function cutAt(proxy: CuttingProxy, at: number, fate: Fate): void {
  let seen = 0;
  proxy.decide = () => {
    seen += 1;
    return seen === at ? fate : 'pass';
  };
}

async function disarm(lane: Lane, isDead: boolean): Promise<void> {
  lane.workstation.proxy.decide = () => 'pass';
  lane.workstation.proxy.dropStalled();
  if (isDead) await lane.restart();
  else await lane.console.arm(0);
}
