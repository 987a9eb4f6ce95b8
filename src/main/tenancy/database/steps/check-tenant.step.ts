import { z } from 'zod';
import {
  probeVerdicts,
  type IsolationReport,
  type ProbeResult,
} from '../../../../shared/model/isolation-report.ts';
import { automaticStep, type StepContext } from '../../../engine/step.ts';
import { countsOf, matrixOf, verdictOf } from '../../../isolation/report/build-report.ts';
import { runCheck } from '../checks/check.ts';
import { tenantFacts } from '../checks/tenant-facts.ts';
import { validationChecks } from '../checks/validation-checks.ts';
import type { DatabasePorts } from '../database-context.ts';
import type { VerifyInput } from '../verify-input.ts';

const receipt = z.object({
  verdict: z.enum(probeVerdicts),
  probes: z.int(),
  passed: z.int(),
  failed: z.int(),
  inconclusive: z.int(),
  reportDigest: z.string(),
});

type VerifyContext = StepContext<VerifyInput, DatabasePorts>;

/** Runs the validation checks on a tenant in use and keeps their report, whatever it says. Errors: `E_TENANT_NOT_FOUND`. */
export const checkTenant = automaticStep({
  id: 'database.check-tenant',
  title: 'Check the tenant',
  about:
    'Looks at the tenant as the platform and as its own role see it: secret, database, migrations, master row, administrator, confinement. Changes nothing.',
  receipt,
  observe: () => Promise.resolve({ state: 'absent' as const }),
  plan: () => [{ verb: 'call', object: 'validation checks', count: validationChecks.length, statements: [] }],
  undo: { none: 'a check removes its own user before it ends' },
  apply: async (ctx: VerifyContext) => {
    const startedAt = ctx.clock.now().toISOString();
    const since = ctx.clock.monotonicMs();
    const facts = await tenantFacts(ctx);
    const probes: ProbeResult[] = [];
    for (const check of validationChecks) {
      probes.push(await runCheck(ctx, facts, check));
      ctx.progress(probes.length, validationChecks.length, 'checks');
    }
    const report = { ...reportOf(ctx, probes), startedAt, ms: ctx.clock.monotonicMs() - since };
    const { verdict, counts } = report;
    return { verdict, ...counts, reportDigest: await ctx.ports.reports.put(report) };
  },
});

/** No canary stands beside the tenant, and the check's own user is gone when its probe has ended. */
function reportOf(
  { run, ports }: VerifyContext,
  probes: readonly ProbeResult[],
): Omit<IsolationReport, 'startedAt' | 'ms'> {
  return {
    format: 'tenant-console.isolation-report/v1',
    runId: run.runId,
    tenantId: run.tenantId,
    canaryTenantId: '',
    portal: { origin: ports.connection.portal?.url ?? '', profile: 'platform' },
    verdict: verdictOf(probes),
    counts: countsOf(probes),
    probes: [...probes],
    matrix: [...matrixOf(probes)],
    integrity: [],
    cleanUp: { made: 1, removed: 1, left: [], filesLeft: 0, canaryUnchanged: true },
    notProbed: [],
  };
}
