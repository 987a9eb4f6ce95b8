import { z } from 'zod';
import { lastScans, scanOrphans } from '../../shared/contract/reconcile.contract.ts';
import type { Orphan, OrphanKind, Reconciliation } from '../../shared/model/orphan.ts';
import { modelOf } from '../tenancy/index.ts';
import { knownConnection } from './connections/known-connections.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';
import { withRunPorts } from './run-ports.ts';
import { findRuns } from './run-view.ts';

export const reconcileOperations = [
  operation(scanOrphans, (ctx, { connection, listed }) => scan(ctx, connection, listed)),
  operation(lastScans, ({ ledger }) => Promise.resolve(newestScans(ledger))),
];

/** Scans, and writes down that somebody looked. Errors: those of a connection and of the database: an outage is no answer. */
export async function scan(ctx: ConsoleContext, name: string, listed: number): Promise<Reconciliation> {
  const known = knownConnection(ctx.ledger, name);
  const model = modelOf(ctx.models, known.connection.model);
  const since = ctx.clock.monotonicMs();
  const scanned = await withRunPorts(ctx, name, (ports) => model.scan(ports, { listed, signal: ctx.signal }));
  await recordScan(ctx, name, scanned);
  return {
    connection: name,
    environment: known.connection.environment,
    scannedAt: ctx.clock.now().toISOString(),
    ms: Math.round(ctx.clock.monotonicMs() - since),
    found: scanned.reduce((sum, kind) => sum + kind.found, 0),
    kinds: scanned.map((kind) => withStories(ctx, kind)),
  };
}

/** That somebody looked, and how much was found of what. */
async function recordScan({ ledger }: ConsoleContext, connection: string, kinds: readonly OrphanKind[]) {
  const found = Object.fromEntries(kinds.map(({ kind, found: rows }) => [kind, rows]));
  await ledger.append({ type: 'reconcile.scanned', data: { connection, found } });
}

const scanned = z.object({ connection: z.string(), found: z.record(z.string(), z.number()) });

/** As many entries as are read for it: one a day and connection. */
const LOOKED_BACK = 200;

function newestScans(ledger: ConsoleContext['ledger']) {
  const entries = ledger.entries({ types: ['reconcile.scanned'], newestFirst: true, limit: LOOKED_BACK });
  const looks = entries.map(({ time, data }) => ({ scannedAt: time, ...scanned.parse(data) }));
  return [...Map.groupBy(looks, ({ connection }) => connection).values()].flatMap(([newest]) =>
    newest === undefined ? [] : [{ ...newest, found: totalOf(newest.found) }],
  );
}

const totalOf = (found: Readonly<Record<string, number>>): number =>
  Object.values(found).reduce((sum, rows) => sum + rows, 0);

const withStories = (ctx: ConsoleContext, kind: OrphanKind): OrphanKind => ({
  ...kind,
  orphans: kind.orphans.map((each) => withStory(ctx, each)),
});

/** A tenant has a run or two a year. */
const RUNS_LOOKED_AT = 50;

/** Where this ledger knows the tenant, the run that made it says what happened; one that never ended is to be rolled back. */
function withStory(ctx: ConsoleContext, orphan: Orphan): Orphan {
  const tenantId = orphan.parentId === '' ? orphan.id : orphan.parentId;
  const runs = findRuns(ctx, { tenantId, limit: RUNS_LOOKED_AT });
  const run = runs.find(({ runbook }) => runbook.endsWith('.provision'));
  if (run === undefined) return orphan;
  const { runId, runbook, state } = run;
  const isOpen = !['completed', 'rolled-back', 'abandoned'].includes(state);
  return { ...orphan, story: { runId, runbook, state }, ...(isOpen && { repair: 'roll-back' as const }) };
}
