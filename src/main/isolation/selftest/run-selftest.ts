import type { MutantResult, SelftestReport } from '../../../shared/contract/isolation.contract.ts';
import { hasCode } from '../../../shared/errors/operator-error.ts';
import type { IsolationReport } from '../../../shared/model/isolation-report.ts';
import type { SchemaVariant } from '../../../shared/model/schema-variant.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { LeakRange, OpenLeakRange } from '../../ports/leak-range.port.ts';
import { cleanTrials, leakTrials, type Trial } from './plan-selftest.ts';

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
  readonly variants: readonly SchemaVariant[];
  readonly cleanRuns: number;
  /** Sandboxes at once: each has a database of its own, because runs may not meet in one canary. */
  readonly parallel: number;
};

/** `broken` says why a trial came to no report: nothing was found, and nothing was cleared. */
type Outcome = { readonly trial: Trial; readonly ms: number } & (
  | { readonly report: IsolationReport; readonly broken?: undefined }
  | { readonly report?: undefined; readonly broken: string }
);

/**
 * Tries the detector: every planted leak alone, and clean portals of every kind (L7). A leak counts as found only by a failing
 * probe of its own family; any failing probe on a clean portal is a false alarm. Errors: those of `LeakRange`, `E_CANCELLED`.
 */
export async function runSelftest(parts: SelftestParts, wish: SelftestWish): Promise<SelftestReport> {
  const began = parts.clock.monotonicMs();
  const outcomes: Outcome[] = [];
  const queue = [...wish.variants];
  const plan = await planFor(parts, wish);
  const worker = async () => {
    for (let variant = queue.shift(); variant !== undefined; variant = queue.shift()) {
      const own = plan.filter((trial) => trial.variant === variant);
      await runTrials(parts, variant, own, (outcome) => {
        outcomes.push(outcome);
        parts.onProgress(outcomes.length, plan.length);
      });
    }
  };
  await Promise.all(Array.from({ length: wish.parallel }, worker));
  const seconds = Math.round((parts.clock.monotonicMs() - began) / 100) / 10;
  return sumUp(outcomes, parts.clock.now().toISOString(), seconds);
}

/** The reference portal itself says what can be planted in it. */
async function planFor({ openRange }: SelftestParts, wish: SelftestWish): Promise<readonly Trial[]> {
  const [first = 'brokers-snake'] = wish.variants;
  const range = await openRange(first);
  try {
    const planted = await range.leaks();
    const wanted = planted.filter(({ id }) => wish.leaks?.includes(id) ?? true);
    return [...leakTrials(wanted, wish.variants), ...cleanTrials(wish.cleanRuns, wish.variants)];
  } finally {
    await range.close();
  }
}

async function runTrials(
  { openRange, tryPortal, clock, signal }: SelftestParts,
  variant: SchemaVariant,
  trials: readonly Trial[],
  done: (outcome: Outcome) => void,
): Promise<void> {
  if (trials.length === 0) return;
  const range = await openRange(variant);
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

/** How many failing probes a result names. */
const NAMED = 5;

const judged = ({ report }: Outcome, wanted: 'fail' | 'inconclusive') =>
  report?.probes.filter(({ verdict }) => verdict === wanted) ?? [];

function sumUp(outcomes: readonly Outcome[], at: string, seconds: number): SelftestReport {
  const results = outcomes.flatMap(resultOf);
  const clean = outcomes.filter(({ trial }) => trial.leak === undefined);
  const broken = outcomes.flatMap(({ trial, broken: why }) =>
    why === undefined ? [] : [{ run: trial.name, probes: [why] }],
  );
  const named = (wanted: 'fail' | 'inconclusive') =>
    clean.flatMap((outcome) => {
      const probes = judged(outcome, wanted).map(({ id, reason }) => `${id}: ${reason}`);
      return probes.length === 0 ? [] : [{ run: outcome.trial.name, probes: probes.slice(0, NAMED) }];
    });
  const missed = results.filter(({ detected }) => !detected).map(({ id }) => id);
  const detected = results.length - missed.length;
  const alarms = named('fail');
  return {
    mutants: results.length,
    detected,
    recall: results.length === 0 ? 1 : detected / results.length,
    missed,
    falseAlarms: alarms.length,
    cleanRuns: clean.length,
    at,
    results,
    alarms,
    undecided: [...named('inconclusive'), ...broken],
    seconds,
  };
}

function resultOf(outcome: Outcome): readonly MutantResult[] {
  const { trial, ms } = outcome;
  const { leak } = trial;
  if (leak === undefined) return [];
  const by = judged(outcome, 'fail')
    .filter(({ family }) => family === leak.family)
    .map(({ id }) => id);
  const { id, family, subtle } = leak;
  return [{ id, family, subtle, detected: by.length > 0, by: by.slice(0, NAMED), ms }];
}
