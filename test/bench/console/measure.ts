import type { Figure } from '../bench.ts';

/** Milliseconds of one piece of work. */
export async function timed(work: () => unknown): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

export const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * q)] ?? 0;

/** A figure that has no limit to hold. */
export const told = (what: string, value: number, unit: string, against = ''): Figure => ({
  ...{ what, value, unit, against },
  ...{ ratio: null, asked: 'to be told', holds: true },
});

/** `ours` at `q` beside `bare`, as milliseconds and as a ratio of at most `most`. */
export function beside(
  what: string,
  { ours, bare, q, most }: Record<'ours' | 'bare', readonly number[]> & Record<'q' | 'most', number>,
  against: string,
): Figure {
  const [value, limit] = [quantile(ours, q), quantile(bare, q)];
  const ratio = value / limit;
  return {
    ...{ what: `${what}, p${q * 100}`, value, unit: 'ms', against: `${against}: ${limit.toFixed(2)} ms` },
    ...{ ratio, asked: `≤ ${most}`, holds: ratio <= most },
  };
}
