import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Observed, StepContext } from '../../engine/step.ts';
import { auditActor, type PooledPorts } from './pooled-context.ts';
import { appendAudit } from './statements/insert-tenant.statements.ts';
import { findAnchor } from './statements/look-up-tenant.statements.ts';

/** The row of the portal's audit trail that holds a checkpoint of the ledger, and the checkpoint's SHA-256. */
export const anchorReceipt = z.object({ auditId: z.string(), checkpointDigest: z.string() });
export type AnchorReceipt = z.infer<typeof anchorReceipt>;

type Anchoring = Pick<StepContext<unknown, PooledPorts>, 'ids' | 'ports' | 'run' | 'signal'>;

const anchored = z.object({ checkpoint: z.string() });
const digest = (checkpoint: string): string => createHash('sha256').update(checkpoint).digest('hex');

/** What every step that anchors has in common: what it adds, and that nobody takes it away again. */
export const anchorStep = {
  receipt: anchorReceipt,
  plan: () => [{ verb: 'insert' as const, object: 'audit_logs', count: 1, statements: [appendAudit.name] }],
  undo: { none: 'an audit trail is not rewritten' },
};

/** Whether this run has anchored the ledger already. */
export async function observeAnchor({ ports, run, signal }: Anchoring): Promise<Observed<AnchorReceipt>> {
  const { tenantId, runId } = run;
  const [row] = await ports.database.read((tx) => tx.run(findAnchor, { tenantId, runId }), { signal });
  const found = anchored.safeParse(row?.metadata);
  if (row === undefined || !found.success) return { state: 'absent' };
  return { state: 'present', receipt: { auditId: row.id, checkpointDigest: digest(found.data.checkpoint) } };
}

/** Writes the ledger's newest checkpoint into the portal's audit trail, with what else is to be said there. */
export async function writeAnchor(ctx: Anchoring, said: JsonObject = {}): Promise<AnchorReceipt> {
  const { runId, tenantId } = ctx.run;
  const checkpoint = ctx.ports.checkpoint();
  const auditId = ctx.ids.uuid();
  const what = { action: 'tenant-console.checkpoint', entityType: 'broker', entityId: tenantId, tenantId };
  const metadata = JSON.stringify({ runId, ...said, checkpoint });
  const row = { id: auditId, actorId: auditActor(ctx), ...what, metadata };
  await ctx.ports.database.write((tx) => tx.run(appendAudit, row), { signal: ctx.signal });
  return { auditId, checkpointDigest: digest(checkpoint) };
}
