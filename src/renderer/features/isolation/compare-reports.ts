import type { IsolationReport, ProbeResult } from '../../../shared/model/isolation-report.ts';

/** What an older report of the same tenant says otherwise. */
export type Comparison = {
  /** Passed before, and does not now: what has to be looked at first. */
  readonly worse: readonly ProbeResult[];
  /** Did not pass before, and does now. */
  readonly better: readonly ProbeResult[];
  /** Asked now and not before, and the other way round. */
  readonly added: number;
  readonly gone: number;
};

/** Compares probe by probe; a probe keeps its id from run to run. */
export function compareReports(now: IsolationReport, before: IsolationReport): Comparison {
  const earlier = new Map(before.probes.map(({ id, verdict }) => [id, verdict]));
  const known = now.probes.filter(({ id }) => earlier.has(id));
  const passes = (verdict: string | undefined): boolean => verdict === 'pass';
  return {
    worse: known.filter(({ id, verdict }) => !passes(verdict) && passes(earlier.get(id))),
    better: known.filter(({ id, verdict }) => passes(verdict) && !passes(earlier.get(id))),
    added: now.probes.length - known.length,
    gone: before.probes.length - known.length,
  };
}
