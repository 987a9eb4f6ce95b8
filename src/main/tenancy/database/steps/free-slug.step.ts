import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { audit } from '../database-context.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { findTenant, removeTenant } from '../statements/master.statements.ts';
import { dropTenantDatabase } from './drop-tenant-database.step.ts';
import { findTenantParts } from './find-tenant-parts.step.ts';
import { removeSecret } from './remove-secret.step.ts';

const receipt = z.object({ tenantId: z.string(), slug: z.string() });

/** Frees the slug, last of all: only when the drop is confirmed. The audit trail keeps what happened. */
export const freeSlug = automaticStep({
  id: 'database.free-slug',
  title: 'Free the slug and write it down',
  about:
    'Only when the drop is confirmed may another tenant have this name. The audit trail keeps what happened.',
  receipt,
  observe: async (ctx: OffboardContext): Promise<Observed<z.infer<typeof receipt>>> => {
    ctx.receiptOf(removeSecret);
    const { tenantId } = ctx.receiptOf(findTenantParts);
    const slug = ctx.run.tenantId;
    const [row] = await ctx.ports.database.read((tx) => tx.run(findTenant, { slug }));
    return row?.id === tenantId ? { state: 'absent' } : { state: 'present', receipt: { tenantId, slug } };
  },
  plan: () => [
    { verb: 'delete', object: 'tenant', count: 1, statements: [removeTenant.name] },
    { verb: 'insert', object: 'tenant audit', count: 1, statements: [] },
  ],
  undo: { none: 'there is nothing left that the slug could name' },
  apply: async (ctx: OffboardContext) => {
    ctx.receiptOf(dropTenantDatabase);
    const { tenantId } = ctx.receiptOf(findTenantParts);
    await ctx.ports.database.write(async (tx) => {
      await tx.run(removeTenant, { id: tenantId, from: 'suspended' });
      await audit(ctx, tx, tenantId, 'TENANT_OFFBOARDED');
    });
    return { tenantId, slug: ctx.run.tenantId };
  },
});
