import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import type { Transaction } from '../../../ports/database.port.ts';
import { provisioningLock } from '../pooled-context.ts';
import type { RepairContext, RepairInput } from '../repair-input.ts';
import type { PooledSchema } from '../schema.ts';
import { appendAudit } from '../statements/insert-tenant.statements.ts';
import { repairStatement } from '../repair-statement.ts';
import { attachRows, findRepair, type Changed, type Ids } from '../statements/repair.statements.ts';
import { examineOrphans } from './examine-orphans.step.ts';

const receipt = z.object({
  kind: z.string(),
  repair: z.string(),
  rows: z.int(),
  /** SHA-256 over the ids, sorted, a line each. */
  idsDigest: z.string(),
  auditId: z.string(),
});
type Receipt = z.infer<typeof receipt>;

const recorded = z.object({ runId: z.string(), repaired: receipt });

/**
 * Attaches, quarantines or removes the orphans, all of them or none, and says so in the audit trail in the same transaction.
 * Errors: `E_ORPHANS_CHANGED` when one of them is an orphan no more, or the new parent is not there.
 */
export const repairOrphans = automaticStep({
  id: 'pooled.repair-orphans',
  title: 'Repair the orphans',
  receipt,
  observe: async ({ ports, run, signal }: RepairContext): Promise<Observed<Receipt>> => {
    const [row] = await ports.database.read((tx) => tx.run(findRepair, { runId: run.runId }), {
      signal,
      lock: { name: provisioningLock, mode: 'shared' },
    });
    const { data } = recorded.safeParse(row?.metadata);
    return data === undefined ? { state: 'absent' } : { state: 'present', receipt: data.repaired };
  },
  plan: ({ input }) => [
    {
      verb: input.repair === 'remove' ? 'delete' : 'update',
      object: input.kind,
      count: input.orphans.length,
      statements: [repairStatement(input).name],
    },
    { verb: 'insert', object: 'audit_logs', count: 1, statements: [appendAudit.name] },
  ],
  undo: { none: 'a repair is corrected by another repair' },
  apply: async (ctx: RepairContext) => {
    ctx.receiptOf(examineOrphans);
    const ids = ctx.input.orphans.map(({ id }) => id);
    const done: Receipt = {
      ...{ kind: ctx.input.kind, repair: ctx.input.repair, rows: ids.length },
      idsDigest: createHash('sha256').update(ids.toSorted().join('\n')).digest('hex'),
      auditId: ctx.ids.uuid(),
    };
    await ctx.ports.database.write(
      async (tx) => {
        const changed = await change(tx, ctx.input, ids);
        if (changed.length !== ids.length)
          throw new OperatorError('E_ORPHANS_CHANGED', { details: { changed: ids.length - changed.length } });
        await tx.run(appendAudit, auditOf(ctx, done));
      },
      { signal: ctx.signal, lock: { name: provisioningLock, mode: 'exclusive' } },
    );
    return done;
  },
});

function change(
  tx: Transaction<PooledSchema>,
  input: RepairInput,
  ids: readonly string[],
): Promise<readonly Changed[]> {
  const { to } = input;
  if (input.repair !== 'attach') return tx.run<Ids, Changed>(repairStatement(input), { ids });
  if (to === undefined) throw new OperatorError('E_REPAIR_TARGET');
  const statement = attachRows.get(input.kind);
  return statement === undefined ? Promise.resolve([]) : tx.run(statement, { ids, to });
}

const auditOf = ({ run }: RepairContext, done: Receipt) => ({
  id: done.auditId,
  actorId: `operator:${run.operator}`,
  action: 'tenant-console.repaired',
  entityType: done.kind,
  entityId: run.runId,
  tenantId: null,
  metadata: JSON.stringify({ runId: run.runId, repaired: done }),
});
