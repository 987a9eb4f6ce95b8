import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { audit, withTenant, type DatabaseContext } from '../database-context.ts';
import { slugOf } from '../intake.ts';
import { tellPhaseIn } from '../job.ts';
import { changeStatus, findTenant } from '../statements/master.statements.ts';
import { countSignedIn } from '../statements/tenant.statements.ts';
import { proveConfinement } from './prove-confinement.step.ts';
import { registerInMaster } from './register-in-master.step.ts';

const receipt = z.object({ tenantId: z.string(), status: z.literal('active') });
type Receipt = z.infer<typeof receipt>;

/** Makes the tenant active, last of all, with the audit row that says who did (D7). */
export const complete = automaticStep({
  id: 'database.complete',
  title: 'Make the tenant active',
  about: 'Sets the tenant active in the master database: last, so that nothing half-made can ever be used.',
  receipt,
  observe: async (ctx: DatabaseContext): Promise<Observed<Receipt>> => {
    const { tenantId } = ctx.receiptOf(registerInMaster);
    const [row] = await ctx.ports.database.read((tx) => tx.run(findTenant, { slug: slugOf(ctx.input) }));
    if (row?.status !== 'active') return { state: 'absent' };
    return row.id === tenantId
      ? { state: 'present', receipt: { tenantId, status: 'active' } }
      : { state: 'foreign', details: { tenantId: row.id } };
  },
  plan: () => [{ verb: 'update', object: 'tenant', count: 1, statements: [changeStatus.name] }],
  undo: {
    says: 'Take the tenant out of service',
    run: async (ctx: DatabaseContext, done) => {
      if (done === undefined) return;
      await refuseTaken(ctx);
      await move(ctx, { id: done.tenantId, from: 'active', to: 'provisioning' }, 'TENANT_DEACTIVATED');
    },
  },
  apply: async (ctx: DatabaseContext) => {
    ctx.receiptOf(proveConfinement);
    const { tenantId } = ctx.receiptOf(registerInMaster);
    const change = { id: tenantId, from: 'provisioning', to: 'active' };
    if (!(await move(ctx, change, 'TENANT_PROVISIONED'))) throw new OperatorError('E_FOREIGN_OBJECT');
    return { tenantId, status: 'active' as const };
  },
});

/** Once somebody has signed in, the tenant is a customer's: only an off-boarding may take it away. Errors: `E_TENANT_IN_USE`. */
async function refuseTaken(ctx: DatabaseContext): Promise<void> {
  const [count] = await withTenant(ctx, (tenant) => tenant.read((tx) => tx.run(countSignedIn, {})));
  const users = count?.users ?? 0;
  if (users > 0) throw new OperatorError('E_TENANT_IN_USE', { details: { users } });
}

/** Both or neither: the status and the row of the audit trail. */
const move = (
  ctx: DatabaseContext,
  change: { readonly id: string; readonly from: string; readonly to: string },
  eventType: string,
): Promise<boolean> =>
  ctx.ports.database.write(async (tx) => {
    const [moved] = await tx.run(changeStatus, change);
    if (moved === undefined) return false;
    await audit(ctx, tx, change.id, eventType);
    if (change.to === 'active') await tellPhaseIn(ctx, tx, 'complete');
    return true;
  });
