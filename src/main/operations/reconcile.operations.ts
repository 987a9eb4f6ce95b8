import { scanOrphans } from '../../shared/contract/reconcile.contract.ts';
import type { Orphan, OrphanKind } from '../../shared/model/orphan.ts';
import { modelOf } from '../tenancy/index.ts';
import { knownConnection } from './connections/known-connections.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';
import { withRunPorts } from './run-ports.ts';
import { findRuns } from './run-view.ts';

export const reconcileOperations = [
  operation(scanOrphans, async (ctx, { connection: name, listed }) => {
    const known = knownConnection(ctx.ledger, name);
    const { scan } = modelOf(ctx.models, known.connection.model);
    const since = ctx.clock.monotonicMs();
    const scanned = await withRunPorts(ctx, name, (ports) => scan(ports, { listed, signal: ctx.signal }));
    await recordScan(ctx, name, scanned);
    return {
      connection: name,
      environment: known.connection.environment,
      scannedAt: ctx.clock.now().toISOString(),
      ms: Math.round(ctx.clock.monotonicMs() - since),
      found: scanned.reduce((sum, kind) => sum + kind.found, 0),
      kinds: scanned.map((kind) => withStories(ctx, kind)),
    };
  }),
];

/** That somebody looked, and how much was found of what. */
async function recordScan({ ledger }: ConsoleContext, connection: string, kinds: readonly OrphanKind[]) {
  const found = Object.fromEntries(kinds.map(({ kind, found: rows }) => [kind, rows]));
  await ledger.append({ type: 'reconcile.scanned', data: { connection, found } });
}

const withStories = (ctx: ConsoleContext, kind: OrphanKind): OrphanKind => ({
  ...kind,
  orphans: kind.orphans.map((each) => withStory(ctx, each)),
});

/** Where this ledger knows the tenant, the run says what happened; one that never ended is to be rolled back. */
function withStory(ctx: ConsoleContext, orphan: Orphan): Orphan {
  const tenantId = orphan.parentId === '' ? orphan.id : orphan.parentId;
  const [run] = findRuns(ctx, { tenantId, limit: 1 });
  if (run === undefined) return orphan;
  const { runId, runbook, state } = run;
  const isOpen = !['completed', 'rolled-back', 'abandoned'].includes(state);
  return { ...orphan, story: { runId, runbook, state }, ...(isOpen && { repair: 'roll-back' as const }) };
}
