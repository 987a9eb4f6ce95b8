import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { countEverything, hindranceTo, type PurgeContext } from '../purge-context.ts';
import { PURGE_ROWS, purgeOrder, purgeRows } from '../statements/purge-rows.statements.ts';
import { checkRetention } from './check-retention.step.ts';

const receipt = z.object({ rows: z.record(z.string(), z.int()), files: z.int() });
type Receipt = z.infer<typeof receipt>;

/**
 * Removes everything that was kept of the tenant: files first, then rows in bounded batches, children before parents. A hold that
 * was laid on it meanwhile stops it, and so does a role that was not lent the DELETEs for this day. Ends when a count shows that nothing is left. Errors: `E_LEGAL_HOLD`, `E_RETENTION_RUNNING`,
 * `E_PURGE_NOT_LENT` with the GRANTs that are wanted, `E_PURGE_INCOMPLETE`.
 */
export const purgeTenant = automaticStep({
  id: 'pooled.purge-tenant',
  title: 'Remove everything that was kept of the tenant',
  receipt,
  observe: (): Promise<Observed<Receipt>> => Promise.resolve({ state: 'absent' }),
  plan: ({ findReceipt }: PurgeContext) => {
    const counted = findReceipt(checkRetention)?.rows ?? {};
    return purgeOrder.map(({ entity }) => ({
      verb: 'delete',
      object: entity,
      count: counted[entity] ?? 1,
      statements: [purgeRows.get(entity)?.name ?? ''],
    }));
  },
  undo: { none: 'what is purged is gone for good' },
  apply: async (ctx: PurgeContext) => {
    const hindrance = hindranceTo(ctx);
    if (hindrance !== undefined) throw hindrance;
    await refuseUnlent(ctx);
    const files = await purgeFiles(ctx);
    const rows: Record<string, number> = {};
    for (const { entity, table } of purgeOrder) {
      const name = ctx.ports.database.map.tables[table]?.name;
      if (name !== undefined) rows[name] = await purgeTable(ctx, entity);
    }
    const left = Object.entries(await countEverything(ctx)).filter(([, count]) => count > 0);
    if (left.length === 0) return { rows, files };
    throw new OperatorError('E_PURGE_INCOMPLETE', { details: Object.fromEntries(left) });
  },
});

async function refuseUnlent({ ports }: PurgeContext): Promise<void> {
  const { role } = await ports.database.examine();
  const { lacks, grants } = role.lent;
  if (lacks.length > 0) throw new OperatorError('E_PURGE_NOT_LENT', { details: { role: role.role, grants } });
}

async function purgeFiles({ ports, run }: PurgeContext): Promise<number> {
  const store = await ports.objects();
  const paths: string[] = [];
  for await (const { path } of store?.list(`${run.tenantId}/`) ?? []) paths.push(path);
  await store?.remove(paths);
  return paths.length;
}

async function purgeTable({ ports, run, signal, progress }: PurgeContext, entity: string): Promise<number> {
  const statement = purgeRows.get(entity);
  if (statement === undefined) throw new TypeError(`No statement purges ${entity}.`);
  const { tenantId } = run;
  for (let removed = 0; ;) {
    const batch = await ports.database.write((tx) => tx.run(statement, { tenantId }), { signal });
    removed += batch.length;
    progress(removed, removed, `rows of ${entity}`);
    if (batch.length < PURGE_ROWS) return removed;
  }
}
