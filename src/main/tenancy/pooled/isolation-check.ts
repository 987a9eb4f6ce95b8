import { z } from 'zod';
import { checkedItem } from '../../../shared/model/checklist.ts';
import {
  probeVerdicts,
  type CleanUpProof,
  type IsolationReport,
} from '../../../shared/model/isolation-report.ts';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { StepContext } from '../../engine/step.ts';
import type { Portal } from '../../ports/portal.port.ts';
import { removeLeftovers } from '../../isolation/suite/remove-leftovers.ts';
import { runSuite } from '../../isolation/suite/run-suite.ts';
import type { SuitePorts, SuiteTarget } from '../../isolation/suite/suite-ports.ts';
import { temporaryPassword } from '../temporary-password.ts';
import { inTurn } from './canary-turn.ts';
import { isolationChecks } from './isolation-checks.ts';
import type { PooledPorts } from './pooled-context.ts';
import { pooledProbeUsers } from './probe-users.ts';
import { pooledTruth } from './tenant-truth.ts';

/** What a run keeps of a report: counts, the checks it answers, and the digest by which the report itself is found. */
export const isolationReceipt = z.object({
  verdict: z.enum(probeVerdicts),
  probes: z.int(),
  passed: z.int(),
  failed: z.int(),
  inconclusive: z.int(),
  /** Probes that did not pass, the first of them. */
  open: z.array(z.string()),
  /** The checks of the post-provisioning checklist that the probes answer (P13). */
  checks: z.array(checkedItem.omit({ title: true })),
  reportDigest: z.string(),
});
export type IsolationReceipt = z.infer<typeof isolationReceipt>;

export type CheckContext = Pick<
  StepContext<unknown, PooledPorts>,
  'run' | 'ports' | 'clock' | 'ids' | 'signal' | 'progress'
>;

type Whom = Pick<SuiteTarget, 'admin'> & { readonly isNew: boolean; readonly portal: Portal };

/** Resources that every tenant has rows of from the start (P8). */
export const seededResources = ['email-templates', 'compliance-calendar', 'users'];

/** Probes a failing suite names in a receipt; the report has them all. */
const NAMED = 20;

/** Runs the suite on the tenant of the run and keeps its report. Checks take turns on the canary. Errors: those of `runSuite` and `ReportStore`; `E_CANARY_BUSY`. */
export async function checkIsolation(ctx: CheckContext, whom: Whom): Promise<IsolationReceipt> {
  const ports = suitePorts(ctx, whom.portal);
  const target = targetOf(ctx, whom);
  const report = await inTurn(ctx, target.canaryTenantId, async () => {
    await removeLeftovers(ports, target);
    return runSuite(ports, target);
  });
  return receiptOf(report, await ctx.ports.reports.put(report));
}

/**
 * Removes what a check that was cut off may have left behind, when no other check is under way. With `signIn` only when there is
 * anything: as the administrator of a new tenant, whose own rows are test data too.
 */
export function removeCheckData(
  ctx: CheckContext,
  signIn?: () => Promise<SuiteTarget['admin']>,
): Promise<CleanUpProof> {
  const { canaryTenantId } = targetOf(ctx, { isNew: false });
  return inTurn(ctx, canaryTenantId, async () => {
    if (signIn !== undefined && !(await hasProbeUsers(ctx, canaryTenantId))) return nothingLeft;
    const admin = await signIn?.();
    const target = targetOf(ctx, { isNew: false, ...(admin && { admin }) });
    return removeLeftovers(suitePorts(ctx, ctx.ports.portal()), target);
  });
}

const nothingLeft: CleanUpProof = { made: 0, removed: 0, left: [], filesLeft: 0, canaryUnchanged: true };

/** A check makes its users before anything else and removes them last: without one, nothing of it is there. */
async function hasProbeUsers({ ports, run, ids }: CheckContext, canaryTenantId: string): Promise<boolean> {
  const { database, connection, passwordHash } = ports;
  const users = pooledProbeUsers({ database, connection, passwordHash, ids });
  return (await users.find([run.tenantId, canaryTenantId])).length > 0;
}

export function receiptOf(report: IsolationReport, reportDigest: string): IsolationReceipt {
  const open = report.probes.flatMap(({ id, verdict }) => (verdict === 'pass' ? [] : [`${id}: ${verdict}`]));
  const stopped = report.stopped === undefined ? [] : [`stopped: ${report.stopped.code}`];
  return {
    verdict: report.verdict,
    ...report.counts,
    open: [...stopped, ...open].slice(0, NAMED),
    checks: isolationChecks(report),
    reportDigest,
  };
}

function suitePorts({ ports, clock, ids, signal, progress }: CheckContext, portal: Portal): SuitePorts {
  const { database, connection, passwordHash, openPortal, mail } = ports;
  return {
    portal,
    openPortal,
    truth: pooledTruth(database),
    users: pooledProbeUsers({ database, connection, passwordHash, ids }),
    mail,
    clock,
    ids,
    signal,
    onProgress: (done, of) => progress(done, of, 'probes'),
  };
}

function targetOf({ ports, run, ids }: CheckContext, { admin, isNew }: Omit<Whom, 'portal'>): SuiteTarget {
  const canaryTenantId = ports.connection.portal?.canaryTenantId;
  if (canaryTenantId === undefined) throw new OperatorError('E_CANARY_MISSING');
  if (canaryTenantId === run.tenantId)
    throw new OperatorError('E_CANARY_MISSING', { message: 'The canary cannot be verified against itself.' });
  const password = temporaryPassword(ids);
  const detector = ports.detector();
  // Each check has markers and users of its own, so that what one left is never taken for another's.
  const runId = `run_${ids.ulid()}`;
  return {
    runId,
    tenantId: run.tenantId,
    canaryTenantId,
    isNew,
    defaults: seededResources,
    password,
    ...(detector && { detector }),
    ...(admin && { admin }),
  };
}
