import { createHash } from 'node:crypto';
import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { auditActor, type PooledContext } from '../pooled-context.ts';
import { appendAudit } from '../statements/insert-tenant.statements.ts';
import { findAnchor } from '../statements/look-up-tenant.statements.ts';

const receipt = z.object({ auditId: z.string(), checkpointDigest: z.string() });

const digest = (checkpoint: string): string => createHash('sha256').update(checkpoint).digest('hex');

/**
 * Writes the ledger's newest checkpoint into the portal's audit trail: whoever replaces the ledger by an older copy is
 * contradicted by a place that is not theirs (DESIGN §4).
 */
export const anchorCheckpoint = automaticStep({
  id: 'pooled.anchor-checkpoint',
  title: 'Anchor the ledger in the portal’s audit trail',
  about:
    'Writes the ledger’s signed checkpoint into the portal’s audit trail and into the keychain, so that replacing the ledger by an older one is found.',
  receipt,
  observe: async ({ ports, run, signal }: PooledContext): Promise<Observed<z.infer<typeof receipt>>> => {
    const { tenantId, runId } = run;
    const [row] = await ports.database.read((tx) => tx.run(findAnchor, { tenantId, runId }), { signal });
    const anchored = z.object({ checkpoint: z.string() }).safeParse(row?.metadata);
    if (row === undefined || !anchored.success) return { state: 'absent' };
    return {
      state: 'present',
      receipt: { auditId: row.id, checkpointDigest: digest(anchored.data.checkpoint) },
    };
  },
  plan: () => [{ verb: 'insert', object: 'audit_logs', count: 1, statements: [appendAudit.name] }],
  undo: { none: 'an audit trail is not rewritten' },
  apply: async (ctx: PooledContext) => {
    const { runId, tenantId } = ctx.run;
    const checkpoint = ctx.ports.checkpoint();
    const auditId = ctx.ids.uuid();
    const what = { action: 'tenant-console.checkpoint', entityType: 'broker', entityId: tenantId, tenantId };
    const row = {
      id: auditId,
      actorId: auditActor(ctx),
      ...what,
      metadata: JSON.stringify({ runId, checkpoint }),
    };
    await ctx.ports.database.write((tx) => tx.run(appendAudit, row), { signal: ctx.signal });
    return { auditId, checkpointDigest: digest(checkpoint) };
  },
});
