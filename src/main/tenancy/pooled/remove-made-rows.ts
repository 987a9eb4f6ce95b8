import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Transaction } from '../../ports/database.port.ts';
import { auditActor, provisioningLock, type PooledContext } from './pooled-context.ts';
import type { PooledSchema } from './schema.ts';
import { appendAudit } from './statements/insert-tenant.statements.ts';
import { statementsFor } from './statements/index.ts';
import {
  countForeignRows,
  listForeignRows,
  removeAdmin,
  removeBroker,
  removeCalendar,
  removeTemplates,
  type MadeRows,
} from './statements/remove-tenant.statements.ts';

/**
 * Removes exactly the rows that the run made, in one transaction, and says so in the audit trail (P15, L4). Refuses with
 * `E_ROLLBACK_FOREIGN_DATA` and the counts when anything else hangs below the tenant. Nothing to remove is fine: it is safe to
 * run twice. Without a receipt the caller's observation has shown that nothing was made.
 */
export async function removeMadeRows(ctx: PooledContext, made: MadeRows | undefined): Promise<void> {
  if (made === undefined) return;
  await ctx.ports.database.write(
    async (tx) => {
      await refuseForeignRows(tx, made);
      await tx.run(removeTemplates, made);
      await tx.run(removeCalendar, made);
      const removed = await tx.run(removeAdmin, made);
      if (statementsFor(ctx.ports.database.map).hasBrokers) await tx.run(removeBroker, made);
      if (removed.length > 0) await tx.run(appendAudit, rolledBackAudit(ctx));
    },
    { signal: ctx.signal, lock: { name: provisioningLock, mode: 'exclusive' } },
  );
}

async function refuseForeignRows(tx: Transaction<PooledSchema>, made: MadeRows): Promise<void> {
  const refusal = await foreignRows(tx, made);
  if (refusal !== undefined) throw refusal;
}

/** Rows of others that a refusal names; all of them are counted. */
const NAMED = 50;

/** `E_ROLLBACK_FOREIGN_DATA` with the counts and the first ids, by table; undefined when all that is there was made by the run. */
export async function foreignRows(
  tx: Transaction<PooledSchema>,
  made: MadeRows,
): Promise<OperatorError | undefined> {
  const [counts] = await tx.run(countForeignRows, made);
  const foreign = Object.entries(counts ?? {}).filter(([, rows]) => rows > 0);
  if (foreign.length === 0) return undefined;
  const rows = await tx.run(listForeignRows, { ...made, limit: NAMED });
  return new OperatorError('E_ROLLBACK_FOREIGN_DATA', {
    details: { ...Object.fromEntries(foreign), rows: rows.map(({ table, id }) => `${table} ${id}`) },
  });
}

function rolledBackAudit(ctx: PooledContext) {
  const { tenantId, runId } = ctx.run;
  const what = {
    action: 'broker.provisioning_rolled_back',
    entityType: 'broker',
    entityId: tenantId,
    tenantId,
  };
  return { id: ctx.ids.uuid(), actorId: auditActor(ctx), ...what, metadata: JSON.stringify({ runId }) };
}
