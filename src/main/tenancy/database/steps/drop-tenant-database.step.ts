import { z } from 'zod';
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
  undo: { none: 'the export is what is left' },
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
