import { fail, inconclusive, pass, type Finding } from './finding.ts';
import { median, rankTest } from './rank-test.ts';

/** Times of answers in milliseconds, taken turn by turn in an order that chance decided. */
export type Samples = {
  readonly foreign: readonly number[];
  readonly missing: readonly number[];
  readonly again: readonly number[];
};

/** How sure one comparison must be. `alarm` is the chance of a false one over the whole suite. */
export const timingRules = {
  /** Samples a side of the first look, and of the second one that decides. */
  screen: 16,
  decide: 80,
  /** A first look that is less odd than this ends it. */
  curious: 0.02,
  alarm: 0.001,
  /** Less than this tells nobody anything over a network; the database's own caches differ by as much. */
  leastMs: 0.4,
  /** What the clock cannot tell apart cannot be judged. */
  blurMs: 100,
} as const;

/** The first look. Undefined when a second one is needed. */
export function screenTiming({
  foreign,
  missing,
}: Pick<Samples, 'foreign' | 'missing'>): Finding | undefined {
  const blur = spread(missing);
  if (blur > timingRules.blurMs)
    return inconclusive(`answers take ${blur.toFixed(0)} ms more or less by themselves`);
  if (rankTest(foreign, missing) >= timingRules.curious) return pass(same(foreign, missing));
  return undefined;
}

/**
 * The second look, at fresh samples only, so that the chance of a false alarm is that of this test alone: `alarm` shared out over
 * all comparisons of the suite. `again` is the missing object once more: a machine on which that seems to differ from itself is
 * too noisy to judge.
 */
export function decideTiming({ foreign, missing, again }: Samples, comparisons: number): Finding {
  const needed = timingRules.alarm / Math.max(1, comparisons);
  const chance = rankTest(foreign, [...missing, ...again]);
  if (chance >= needed) return pass(same(foreign, missing));
  const difference = Math.abs(median(foreign) - median([...missing, ...again]));
  if (difference < timingRules.leastMs) return pass(same(foreign, missing));
  if (rankTest(missing, again) < timingRules.curious)
    return inconclusive('the machine is too noisy: the same question differs from itself');
  return fail(`answers differ by ${difference.toFixed(1)} ms (chance ${chance.toExponential(1)})`);
}

const same = (foreign: readonly number[], missing: readonly number[]): string =>
  `${median(foreign).toFixed(1)} ms and ${median(missing).toFixed(1)} ms, ${foreign.length} times each`;

/** Distance between the quartiles. */
function spread(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return at(0.75) - at(0.25);
}
