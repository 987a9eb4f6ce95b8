import type { OperatorError } from '../../../shared/errors/operator-error.ts';
import { families } from '../../../shared/model/isolation-family.ts';
import type {
  CleanUpProof,
  IntegrityFinding,
  IsolationReport,
  MatrixCell,
  ProbeCounts,
  ProbeResult,
  ProbeVerdict,
} from '../../../shared/model/isolation-report.ts';
import type { Stage } from '../suite/stage.ts';
import { withControls } from './with-controls.ts';

export type ReportParts = {
  readonly startedAt: string;
  readonly ms: number;
  readonly integrity: readonly IntegrityFinding[];
  readonly cleanUp: CleanUpProof;
  readonly stopped: OperatorError | undefined;
};

/** The report of a finished suite: results in the order of the families, matrix and verdict derived from them. */
export function buildReport(
  { target, ports, profile, results, notProbed }: Stage,
  { startedAt, ms, integrity, cleanUp, stopped }: ReportParts,
): IsolationReport {
  const probes = withControls(results).toSorted(
    (a, b) => families.indexOf(a.family) - families.indexOf(b.family),
  );
  return {
    format: 'tenant-console.isolation-report/v1',
    runId: target.runId,
    tenantId: target.tenantId,
    canaryTenantId: target.canaryTenantId,
    portal: { origin: ports.portal.origin, profile: profile.name },
    startedAt,
    ms,
    verdict: stopped === undefined ? verdictOf(probes) : worse('inconclusive', verdictOf(probes)),
    counts: countsOf(probes),
    ...(stopped && { stopped: { code: stopped.code, message: stopped.message } }),
    probes: [...probes],
    matrix: [...matrixOf(probes)],
    integrity: [...integrity],
    cleanUp,
    notProbed: [...notProbed],
    ...(target.detector && { detector: target.detector }),
  };
}

/** A failure decides; without one, anything that stayed open does. No probes prove nothing. */
export function verdictOf(probes: readonly Pick<ProbeResult, 'verdict'>[]): ProbeVerdict {
  if (probes.length === 0) return 'inconclusive';
  return probes.map(({ verdict }) => verdict).reduce(worse);
}

const severity: readonly ProbeVerdict[] = ['pass', 'inconclusive', 'fail'];

const worse = (a: ProbeVerdict, b: ProbeVerdict): ProbeVerdict =>
  severity.indexOf(a) >= severity.indexOf(b) ? a : b;

export function countsOf(probes: readonly Pick<ProbeResult, 'verdict'>[]): ProbeCounts {
  const count = (wanted: ProbeVerdict) => probes.filter(({ verdict }) => verdict === wanted).length;
  return {
    probes: probes.length,
    passed: count('pass'),
    failed: count('fail'),
    inconclusive: count('inconclusive'),
  };
}

/** Resource × family; cells without a probe are left out. */
export function matrixOf(probes: readonly ProbeResult[]): readonly MatrixCell[] {
  const cells = Map.groupBy(probes, ({ resource, family }) => `${resource}\n${family}`);
  return [...cells.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { resource, family } = first;
    return [{ resource, family, verdict: verdictOf(group), ...countsOf(group) }];
  });
}
