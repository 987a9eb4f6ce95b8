import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { audit, withServer } from '../database-context.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { changeStatus, findTenant } from '../statements/master.statements.ts';
import { findTenantParts } from './find-tenant-parts.step.ts';

const receipt = z.object({ suspendedAt: z.string() });

/** Takes the tenant out of service: the platform sends nobody to it any more, and its role may not sign in. */
export const suspendTenant = automaticStep({
  id: 'database.suspend-tenant',
  title: 'Suspend the tenant',
  about:
    'The platform sends nobody to the tenant any more, and its role may not sign in. Everything is still there.',
  receipt,
  // The day counts from the suspension that this run did: when nobody knows, it is done again.
  observe: (): Promise<Observed<z.infer<typeof receipt>>> => Promise.resolve({ state: 'absent' }),
  plan: () => [
    { verb: 'update', object: 'tenant', count: 1, statements: [changeStatus.name] },
    { verb: 'update', object: 'role of the tenant', count: 1, statements: [] },
  ],
  undo: {
    says: 'Take the tenant back into service',
    run: (ctx: OffboardContext) => move(ctx, 'suspended', 'active', 'TENANT_RESUMED'),
  },
  apply: async (ctx: OffboardContext) => {
    await move(ctx, 'active', 'suspended', 'TENANT_SUSPENDED');
    return { suspendedAt: ctx.clock.now().toISOString() };
  },
});

/** The status and its audit row, then the role: of the two the status is what the platform asks. Safe to repeat. */
async function move(ctx: OffboardContext, from: string, to: string, eventType: string): Promise<void> {
  const parts = ctx.receiptOf(findTenantParts);
  const { tenantId: id, database } = parts;
  const standing = await ctx.ports.database.write(async (tx) => {
    const [row] = await tx.run(findTenant, { slug: ctx.run.tenantId });
    if (row?.id === id && row.status === to) return 'there';
    const [moved] = await tx.run(changeStatus, { id, from, to });
    if (moved === undefined) return 'elsewhere';
    await audit(ctx, tx, id, eventType);
    return 'moved';
  });
  if (standing === 'elsewhere') throw new OperatorError('E_FOREIGN_OBJECT');
  await withServer(ctx, parts, (server) => server.allowLogin(database, to === 'active'));
}
