import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { withServer } from '../database-context.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { awaitDropDay } from './await-drop-day.step.ts';
import { findTenantParts } from './find-tenant-parts.step.ts';

const receipt = z.object({ database: z.string(), server: z.string() });

/** Drops the database, then its role; done only when neither is there (D12). Errors: `E_DATABASE_IN_USE`. */
export const dropTenantDatabase = automaticStep({
  id: 'database.drop-tenant-database',
  title: 'Drop the tenant’s database and role',
  about: 'Drops the database, then its role, and looks whether both are gone.',
  receipt,
  observe: async (ctx: OffboardContext): Promise<Observed<z.infer<typeof receipt>>> => {
    ctx.receiptOf(awaitDropDay);
    const parts = ctx.receiptOf(findTenantParts);
    const { database, server } = parts;
    const seen = await withServer(ctx, parts, (each) => each.inspect(database, database));
    if (seen.database || seen.role) return { state: 'absent' };
    return { state: 'present', receipt: { database, server } };
  },
  plan: () => [{ verb: 'delete', object: 'database and role', count: 2, statements: [] }],
  undo: {
    says: 'Nothing once the database is dropped: then what is left can only be purged',
    run: refuseDropped,
  },
  apply: async (ctx: OffboardContext) => {
    const parts = ctx.receiptOf(findTenantParts);
    const { database, server } = parts;
    await ctx.ports.closeOthers();
    await withServer(ctx, parts, async (each) => {
      await each.dropDatabase(database);
      await each.dropRole(database);
    });
    return { database, server };
  },
});

/** Stands in the way of whatever comes before: the export is the only copy now, and nobody can use the tenant. */
async function refuseDropped(ctx: OffboardContext): Promise<void> {
  const parts = ctx.receiptOf(findTenantParts);
  const { database } = parts;
  const seen = await withServer(ctx, parts, (each) => each.inspect(database, database));
  if (!seen.database) throw new OperatorError('E_DATABASE_DROPPED', { details: { database } });
}
