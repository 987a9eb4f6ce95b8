import { z } from 'zod';
import {
  cleanUpCheck,
  listIsolationReports,
  selftestIsolation,
  showIsolationReport,
  verifyTenant,
  type ListedReport,
} from '../../shared/contract/isolation.contract.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import { probeVerdicts } from '../../shared/model/isolation-report.ts';
import type { RunView } from '../../shared/model/run.ts';
import { freshSalt, openRun } from '../engine/open-run.ts';
import { runSelftest, type SelftestParts } from '../isolation/selftest/run-selftest.ts';
import { modelOf } from '../tenancy/index.ts';
import { knownConnection } from './connections/known-connections.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';
import { withRunPorts } from './run-ports.ts';
import { advance } from './runs.operations.ts';
import { tryPortal } from './selftest-portal.ts';

const isolationReceipt = z.object({
  reportDigest: z.string(),
  verdict: z.enum(probeVerdicts),
  probes: z.int(),
  passed: z.int(),
  failed: z.int(),
  inconclusive: z.int(),
});

export const isolationOperations = [
  operation(verifyTenant, async (ctx, { connection: name, tenantId, profile }) => {
    const { connection } = knownConnection(ctx.ledger, name);
    const { verify } = modelOf(ctx.models, connection.model);
    const deps = { log: ctx.ledger, clock: ctx.clock, ids: ctx.ids };
    const input = { tenantId, ...(profile !== undefined && { profile }) };
    const { environment } = connection;
    const opening = { tenantId, connection: name, environment, input, salt: freshSalt(deps) };
    const run = await advance(ctx, await openRun(deps, verify, opening));
    const { reportDigest: digest } = probedIn(run);
    return { runId: run.runId, digest, report: await reportOf(ctx, digest) };
  }),

  operation(cleanUpCheck, async (ctx, { connection: name, tenantId }) => {
    const { connection } = knownConnection(ctx.ledger, name);
    const model = modelOf(ctx.models, connection.model);
    const lease = ctx.locks.acquire(tenantId);
    try {
      const { clock, ids, signal } = ctx;
      const run = {
        runId: `run_${ids.ulid()}`,
        tenantId,
        openedAt: clock.now().toISOString(),
        operator: ctx.actor().keyId,
      };
      const proof = await withRunPorts(ctx, name, (ports) =>
        model.cleanUpCheck({ run, ports, clock, ids, signal, progress: () => undefined }),
      );
      const { made: found, removed } = proof;
      await ctx.ledger.append({
        type: 'isolation.cleaned-up',
        tenantId,
        data: { connection: name, found, removed },
      });
      return proof;
    } finally {
      lease.release();
    }
  }),

  operation(listIsolationReports, (ctx, { tenantId, limit }) => {
    const entries = ctx.ledger.entries({
      types: ['step.done'],
      newestFirst: true,
      ...(tenantId !== undefined && { tenantId }),
    });
    const listed = entries.flatMap((entry): readonly ListedReport[] => {
      const { data: receipt } = isolationReceipt.safeParse(entry.data['receipt']);
      if (receipt === undefined || entry.runId === undefined || entry.tenantId === undefined) return [];
      const { reportDigest: digest, ...counts } = receipt;
      return [{ runId: entry.runId, tenantId: entry.tenantId, at: entry.time, digest, ...counts }];
    });
    const newest = [...new Map(listed.toReversed().map((each) => [each.digest, each])).values()].toReversed();
    return Promise.resolve(newest.slice(0, limit));
  }),

  operation(selftestIsolation, async (ctx, wish) => {
    const { clock, signal, openLeakRange: openRange } = ctx;
    const onProgress = (done: number, of: number) =>
      ctx.onProgress({ runId: '', stepId: 'isolation.selftest', done, of, unit: 'trials' });
    const trial: SelftestParts['tryPortal'] = (range, url, tried) => tryPortal(ctx, range, url, tried);
    const report = await runSelftest({ openRange, tryPortal: trial, clock, signal, onProgress }, wish);
    const { mutants, detected, recall, missed, falseAlarms, cleanRuns, at } = report;
    const data = { mutants, detected, recall, missed, falseAlarms, cleanRuns, at };
    await ctx.ledger.append({ type: 'isolation.selftested', data });
    return report;
  }),

  operation(showIsolationReport, (ctx, { digest }) => reportOf(ctx, digest)),
];

/** What the suite's step left; a run that did not get that far says why. */
function probedIn(run: RunView): z.infer<typeof isolationReceipt> {
  const found = run.steps
    .map(({ receipt }) => isolationReceipt.safeParse(receipt).data)
    .find((each) => each !== undefined);
  if (found !== undefined) return found;
  const failed = run.steps.find(({ code }) => code !== undefined);
  if (failed?.code === 'E_TENANT_NOT_FOUND')
    throw new OperatorError(failed.code, {
      message: 'The database of this connection holds nothing of this tenant: there is nothing to verify.',
      details: { tenantId: run.tenantId, runId: run.runId },
    });
  throw new OperatorError('E_VERIFICATION_STOPPED', {
    ...(failed?.note !== undefined && { message: failed.note }),
    details: { runId: run.runId, step: failed?.id ?? '', code: failed?.code ?? '' },
  });
}

async function reportOf({ reports }: Pick<ConsoleContext, 'reports'>, digest: string) {
  const report = await reports.get(digest);
  if (report === undefined) throw new OperatorError('E_REPORT_NOT_FOUND', { details: { digest } });
  return report;
}
