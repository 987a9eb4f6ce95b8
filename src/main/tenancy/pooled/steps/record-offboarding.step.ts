import { createHash } from 'node:crypto';
import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { appendAudit } from '../statements/insert-tenant.statements.ts';
import { findAnchor } from '../statements/look-up-tenant.statements.ts';
import { anonymisePeople } from './anonymise-people.step.ts';
import { disableUsers } from './disable-users.step.ts';
import { startRetention } from './start-retention.step.ts';

const receipt = z.object({ auditId: z.string(), checkpointDigest: z.string() });
type Receipt = z.infer<typeof receipt>;

const digest = (checkpoint: string): string => createHash('sha256').update(checkpoint).digest('hex');

/** Says in the portal's own audit trail what was done, and anchors the ledger there (P14, DESIGN §4). */
export const recordOffboarding = automaticStep({
  id: 'pooled.record-offboarding',
  title: 'Record the off-boarding in the portal’s audit trail',
  about: 'Writes into the portal’s audit trail what was done, with the operator as its actor.',
  receipt,
  observe: async ({ ports, run }: OffboardContext): Promise<Observed<Receipt>> => {
    const { tenantId, runId } = run;
    const [row] = await ports.database.read((tx) => tx.run(findAnchor, { tenantId, runId }));
    const anchored = z.object({ checkpoint: z.string() }).safeParse(row?.metadata);
    if (row === undefined || !anchored.success) return { state: 'absent' };
    return {
      state: 'present',
      receipt: { auditId: row.id, checkpointDigest: digest(anchored.data.checkpoint) },
    };
  },
  plan: () => [{ verb: 'insert', object: 'audit_logs', count: 1, statements: [appendAudit.name] }],
  undo: { none: 'an audit trail is not rewritten' },
  apply: async (ctx: OffboardContext) => {
    const { runId, tenantId, operator } = ctx.run;
    const checkpoint = ctx.ports.checkpoint();
    const { users } = ctx.receiptOf(disableUsers);
    const anonymised = Object.fromEntries(
      ctx.receiptOf(anonymisePeople).tables.map(({ name, rows }) => [name, rows]),
    );
    const { schemeRecordsUntil } = ctx.receiptOf(startRetention);
    const auditId = ctx.ids.uuid();
    const row = {
      id: auditId,
      actorId: `operator:${operator}`,
      action: 'tenant-console.checkpoint',
      entityType: 'broker',
      entityId: tenantId,
      tenantId,
      metadata: JSON.stringify({ runId, offboarded: { users, anonymised, schemeRecordsUntil }, checkpoint }),
    };
    await ctx.ports.database.write((tx) => tx.run(appendAudit, row), { signal: ctx.signal });
    return { auditId, checkpointDigest: digest(checkpoint) };
  },
});
