import type { MutantResult, SelftestReport } from '../../../shared/contract/isolation.contract.ts';
import type { IsolationReport } from '../../../shared/model/isolation-report.ts';
import type { Trial } from './plan-selftest.ts';

/** `broken` says why a trial came to no report: nothing was found, and nothing was cleared. */
export type Outcome = { readonly trial: Trial; readonly ms: number } & (
  | { readonly report: IsolationReport; readonly broken?: undefined }
  | { readonly report?: undefined; readonly broken: string }
);

/** How many failing probes a result names. */
const NAMED = 5;

const judged = ({ report }: Outcome, wanted: 'fail' | 'inconclusive') =>
  report?.probes.filter(({ verdict }) => verdict === wanted) ?? [];

/** What a self-test came to. A leak that was tried in two ways counts as found only if it was found in both. */
export function sumUp(outcomes: readonly Outcome[], at: string, seconds: number): SelftestReport {
  const byLeak = Map.groupBy(
    outcomes.filter(({ trial }) => trial.leak !== undefined),
    ({ trial }) => trial.name,
  );
  const results = [...byLeak.values()].map(resultOf);
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
    whole: comparedWith([...byLeak.values()]),
    seconds,
  };
}

/** Failing probes of the leak's own family: what other families stumble upon does not count. */
const foundBy = (outcome: Outcome): readonly string[] =>
  judged(outcome, 'fail')
    .filter(({ family }) => family === outcome.trial.leak?.family)
    .map(({ id }) => id);

function resultOf(outcomes: readonly Outcome[]): MutantResult {
  const [{ trial }] = outcomes as readonly [Outcome, ...Outcome[]];
  const found = outcomes.map(foundBy);
  return {
    id: trial.name,
    family: trial.leak?.family ?? '',
    subtle: trial.leak?.subtle ?? false,
    detected: found.every((by) => by.length > 0),
    by: [...new Set(found.flat())].slice(0, NAMED),
    ms: outcomes.reduce((sum, { ms }) => sum + ms, 0),
  };
}

/** Whether the whole suite says the same as the leak's own family asked alone. */
function comparedWith(tried: readonly (readonly Outcome[])[]): SelftestReport['whole'] {
  const ways = tried.filter((outcomes) => outcomes.some(({ trial }) => trial.families === undefined));
  const differing = ways.filter(
    (outcomes) => new Set(outcomes.map((outcome) => foundBy(outcome).length > 0)).size > 1,
  );
  return { tried: ways.length, differing: differing.flatMap(([first]) => first?.trial.name ?? []) };
}
