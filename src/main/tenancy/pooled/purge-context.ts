import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { StepContext } from '../../engine/step.ts';
import type { PurgeInput } from './offboard-input.ts';
import type { PooledPorts } from './pooled-context.ts';
import { countAllRows, purgeOrder } from './statements/purge-rows.statements.ts';

export type PurgeContext = StepContext<PurgeInput, PooledPorts>;

/**
 * Why the tenant may not be purged now; undefined when it may. `E_TENANT_NOT_FOUND`: it was never off-boarded here;
 * `E_LEGAL_HOLD`; `E_RETENTION_RUNNING` before the day on which the law lets go.
 */
export function hindranceTo({ ports, run, clock }: PurgeContext): OperatorError | undefined {
  const { tenantId } = run;
  const standing = ports.retention(tenantId);
  if (standing === undefined) return new OperatorError('E_TENANT_NOT_FOUND', { details: { tenantId } });
  if (standing.held) return new OperatorError('E_LEGAL_HOLD', { details: { tenantId } });
  const { until } = standing;
  const isOver = until <= clock.now().toISOString().slice(0, 10);
  return isOver ? undefined : new OperatorError('E_RETENTION_RUNNING', { details: { tenantId, until } });
}

/** Rows of the tenant by live table. */
export async function countEverything({
  ports,
  run,
}: PurgeContext): Promise<Readonly<Record<string, number>>> {
  const { database } = ports;
  const there = purgeOrder.filter(({ table }) => database.map.tables[table] !== undefined);
  return database.read(async (tx) => {
    const counts: Record<string, number> = {};
    for (const { entity, table } of there) {
      const statement = countAllRows.get(entity);
      const [counted] = statement === undefined ? [] : await tx.run(statement, { tenantId: run.tenantId });
      counts[database.map.tables[table]?.name ?? entity] = counted?.rows ?? 0;
    }
    return counts;
  });
}
