import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { isOurs, placementOf } from '../adoption.ts';
import { audit, type DatabaseContext } from '../database-context.ts';
import { slugOf } from '../intake.ts';
import { tellPhaseIn } from '../job.ts';
import { findTenant, insertTenant, removeTenant } from '../statements/master.statements.ts';
import { applyMigrations } from './apply-migrations.step.ts';
import { createDatabase } from './create-database.step.ts';

const receipt = z.object({ tenantId: z.string() });
type Receipt = z.infer<typeof receipt>;

/** Enters the tenant in the master database, not active yet: nobody is sent to it before everything is verified (D7). */
export const registerInMaster = automaticStep({
  id: 'database.register-in-master',
  title: 'Register the tenant, not active yet',
  about: 'The master database learns of the tenant; its status becomes active only at the very end.',
  receipt,
  observe: async (ctx: DatabaseContext): Promise<Observed<Receipt>> => {
    const [row] = await ctx.ports.database.read((tx) => tx.run(findTenant, { slug: slugOf(ctx.input) }), {
      signal: ctx.signal,
    });
    if (row === undefined) return { state: 'absent' };
    if (isOurs(ctx, 'master row', row.madeBy)) return { state: 'present', receipt: { tenantId: row.id } };
    return { state: 'foreign', details: { tenantId: row.id } };
  },
  plan: () => [
    { verb: 'insert', object: 'tenant', count: 1, statements: [insertTenant.name] },
    { verb: 'insert', object: 'tenant audit', count: 1, statements: [] },
  ],
  undo: {
    says: 'Remove the registration, when this run made it; the audit trail stays',
    run: async (ctx: DatabaseContext, made) => {
      if (made === undefined) return;
      await ctx.ports.database.write(async (tx) => {
        const removed = await tx.run(removeTenant, { id: made.tenantId, from: 'provisioning' });
        if (removed.length > 0) await audit(ctx, tx, made.tenantId, 'TENANT_ROLLED_BACK');
      });
    },
  },
  apply: async (ctx: DatabaseContext) => {
    ctx.receiptOf(applyMigrations);
    const id = ctx.ids.uuid();
    const row = {
      ...{ id, slug: slugOf(ctx.input), displayName: ctx.input.legalName },
      dbServerId: placementOf(ctx).serverId,
      databaseName: ctx.receiptOf(createDatabase).database,
    };
    await ctx.ports.database.write(
      async (tx) => {
        await tx.run(insertTenant, row);
        await audit(ctx, tx, id, 'TENANT_REGISTERED');
        await tellPhaseIn(ctx, tx, 'master_registered');
      },
      { signal: ctx.signal },
    );
    return { tenantId: id };
  },
});
