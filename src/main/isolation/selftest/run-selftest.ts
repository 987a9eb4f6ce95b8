import type { SelftestReport } from '../../../shared/contract/isolation.contract.ts';
import { hasCode } from '../../../shared/errors/operator-error.ts';
import type { IsolationReport } from '../../../shared/model/isolation-report.ts';
import type { SchemaVariant } from '../../../shared/model/schema-variant.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { LeakRange, OpenLeakRange } from '../../ports/leak-range.port.ts';
import { cleanTrials, leakTrials, type Trial } from './plan-selftest.ts';
import { sumUp, type Outcome } from './sum-up.ts';

export type SelftestParts = {
  readonly openRange: OpenLeakRange;
  /** Runs the suite on the portal at `url` of this range, on a tenant that was just made, and leaves the range clean. */
  readonly tryPortal: (range: LeakRange, url: string, trial: Trial) => Promise<IsolationReport>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number) => void;
};

export type SelftestWish = {
  /** Only these leaks. */
  readonly leaks?: readonly string[] | undefined;
  /** Every leak with the whole suite, not only a sample. */
  readonly whole: boolean;
  readonly variants: readonly SchemaVariant[];
  readonly cleanRuns: number;
  /** Sandboxes at once: each has a database of its own, because runs may not meet in one canary. */
  readonly parallel: number;
};

/**
 * Tries the detector: every planted leak alone, and clean portals of every kind (L7). A leak counts as found only by a failing
 * probe of its own family; any failing probe on a clean portal is a false alarm. Errors: those of `LeakRange`, `E_CANCELLED`.
 */
export async function runSelftest(parts: SelftestParts, wish: SelftestWish): Promise<SelftestReport> {
  const began = parts.clock.monotonicMs();
  const outcomes: Outcome[] = [];
  const [first = 'brokers-snake', ...others] = wish.variants;
  const opened = await parts.openRange(first);
  const plan = await planFor(opened, wish);
  const queue = [
    { variant: first, open: () => Promise.resolve(opened) },
    ...others.map((variant) => ({ variant, open: () => parts.openRange(variant) })),
  ];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { variant, open } = next;
      const own = plan.filter((trial) => trial.variant === variant);
      if (own.length > 0 || variant === first)
        await runTrials(parts, await open(), own, (outcome) => {
          outcomes.push(outcome);
          parts.onProgress(outcomes.length, plan.length);
        });
    }
  };
  await Promise.all(Array.from({ length: wish.parallel }, worker));
  const seconds = Math.round((parts.clock.monotonicMs() - began) / 100) / 10;
  return sumUp(outcomes, parts.clock.now().toISOString(), seconds);
}

/** The reference portal itself says what can be planted in it. Closes the range when it cannot. */
async function planFor(range: LeakRange, wish: SelftestWish): Promise<readonly Trial[]> {
  try {
    const planted = await range.leaks();
    const wanted = planted.filter(({ id }) => wish.leaks?.includes(id) ?? true);
    return [...leakTrials(wanted, wish.variants, wish.whole), ...cleanTrials(wish.cleanRuns, wish.variants)];
  } catch (error) {
    await range.close();
    throw error;
  }
}

async function runTrials(
  { tryPortal, clock, signal }: SelftestParts,
  range: LeakRange,
  trials: readonly Trial[],
  done: (outcome: Outcome) => void,
): Promise<void> {
  try {
    for (const trial of trials) {
      signal.throwIfAborted();
      const began = clock.monotonicMs();
      const outcome = await attempt(async () => {
        const portal = await range.open(trial.settings);
        try {
          return await tryPortal(range, portal.url, trial);
        } finally {
          await portal.close();
        }
      });
      done({ trial, ...outcome, ms: Math.round(clock.monotonicMs() - began) });
    }
  } finally {
    await range.close();
  }
}

/** One trial that breaks must not take the others with it: it counts against the detector and is named. */
async function attempt(
  work: () => Promise<IsolationReport>,
): Promise<{ readonly report: IsolationReport } | { readonly broken: string }> {
  try {
    return { report: await work() };
  } catch (error) {
    if (hasCode(error, 'E_CANCELLED')) throw error;
    return { broken: error instanceof Error ? error.message : String(error) };
  }
}
