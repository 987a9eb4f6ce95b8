import { describe, expect, test } from 'vitest';
import { median, rankTest } from '../../../../src/main/isolation/oracle/rank-test.ts';
import { decideTiming, screenTiming, timingRules } from '../../../../src/main/isolation/oracle/timing.ts';

/** A small seeded generator (mulberry32): the same numbers in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Answering times as a portal has them: a floor, a skewed rest, now and then a pause. */
function times(random: () => number, count: number, shift = 0): number[] {
  return Array.from({ length: count }, () => {
    const pause = random() < 0.03 ? 20 * random() : 0;
    return 2 + shift - 0.6 * Math.log(1 - random()) + pause;
  });
}

describe('the rank test', () => {
  test('agrees with a published example', () => {
    // Hollander & Wolfe, Nonparametric Statistical Methods, table 4.1 (permeability of membranes): exact two-sided p = 0.2544.
    const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const earlier = [1.15, 0.88, 0.9, 0.74, 1.21];
    expect(rankTest(atTerm, earlier)).toBeCloseTo(0.2544, 1);
  });

  test('sees no difference between equal samples, and a great one between distant ones', () => {
    expect(rankTest([1, 2, 3, 4], [1, 2, 3, 4])).toBe(1);
    expect(rankTest([5, 5, 5], [5, 5, 5])).toBe(1);
    const low = Array.from({ length: 16 }, (_, at) => at);
    expect(
      rankTest(
        low,
        low.map((each) => each + 100),
      ),
    ).toBeLessThan(1e-5);
  });

  test('is on the cautious side: chance is not rarer than it says', () => {
    const random = generator(7);
    const rounds = 20_000;
    let alarms = 0;
    for (let round = 0; round < rounds; round++)
      if (rankTest(times(random, timingRules.screen), times(random, timingRules.screen)) < 0.01) alarms++;
    expect(alarms / rounds).toBeLessThan(0.0115);
  });

  test('takes the middle of even and odd counts', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});

describe('comparing answering times', () => {
  /** The whole procedure, as the suite does it. */
  function compare(random: () => number, shift: number, comparisons: number) {
    const { screen, decide } = timingRules;
    const first = screenTiming({ foreign: times(random, screen, shift), missing: times(random, screen) });
    return (
      first ??
      decideTiming(
        {
          foreign: times(random, decide, shift),
          missing: times(random, decide),
          again: times(random, decide),
        },
        comparisons,
      )
    );
  }

  test('raises fewer than one false alarm in a thousand suites of 25 comparisons', () => {
    const random = generator(42);
    const suites = 1_500;
    let alarmed = 0;
    for (let suite = 0; suite < suites; suite++) {
      const verdicts = Array.from({ length: 25 }, () => compare(random, 0, 25).verdict);
      if (verdicts.includes('fail')) alarmed++;
    }
    expect(alarmed / suites).toBeLessThanOrEqual(0.001);
  });

  test('finds a difference of fifteen milliseconds, and of two', () => {
    const random = generator(1);
    for (const shift of [15, 2]) {
      const found = Array.from({ length: 50 }, () => compare(random, shift, 25).verdict);
      expect(found.filter((verdict) => verdict === 'fail').length).toBeGreaterThan(47);
    }
  });

  test('a machine on which the same question differs from itself decides nothing', () => {
    const random = generator(3);
    const samples = {
      foreign: times(random, 80, 9),
      missing: times(random, 80),
      again: times(random, 80, 6),
    };
    expect(decideTiming(samples, 25).verdict).toBe('inconclusive');
  });

  test('what the clock cannot tell apart cannot be judged', () => {
    const random = generator(4);
    const wild = () => Array.from({ length: 16 }, () => 1000 * random());
    expect(screenTiming({ foreign: wild(), missing: wild() })?.verdict).toBe('inconclusive');
  });
});
