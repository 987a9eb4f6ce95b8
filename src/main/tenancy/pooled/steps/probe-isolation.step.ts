import { automaticStep } from '../../../engine/step.ts';
import { signInAsAdmin } from '../admin-session.ts';
import type { PooledIntake } from '../intake.ts';
import {
  checkIsolation,
  isolationReceipt,
  removeCheckData,
  type IsolationReceipt,
} from '../isolation-check.ts';
import { isolationEffects } from '../isolation-effects.ts';
import type { PooledContext, PooledPorts } from '../pooled-context.ts';
import { createTenant } from './create-tenant.step.ts';
import { rotatePassword } from './rotate-password.step.ts';

/**
 * Signs in as the new BrokerAdmin and runs the isolation suite: what the broker will meet, and everything a broker could try
 * against another one (P11, P12). Records the verdict, whatever it is; `pooled.verify-access` decides what may follow from it.
 */
export const probeIsolation = automaticStep<PooledIntake, PooledPorts, IsolationReceipt>({
  id: 'pooled.probe-isolation',
  title: 'Probe isolation as the new administrator',
  about:
    'Signs in as the new administrator and tries to reach other tenants’ data in every way the portal offers. The database says what really happened.',
  receipt: isolationReceipt,
  observe: () => Promise.resolve({ state: 'absent' }),
  plan: () => isolationEffects,
  undo: {
    says: 'Remove the users and test data of the check, found by the audit trail',
    run: removeTestData,
  },
  apply: probeAsAdmin,
});

/** The suite as the administrator of this run. */
export async function probeAsAdmin(ctx: PooledContext): Promise<IsolationReceipt> {
  const { adminId } = ctx.receiptOf(createTenant);
  const { session } = await signInAsAdmin(ctx, adminId);
  return checkIsolation(ctx, {
    admin: { session, userId: adminId },
    isNew: true,
    portal: ctx.ports.portal(),
  });
}

/**
 * What a check that was cut off has left. Once the password that it used has been replaced the credentials may be in the
 * broker's hands: from then on nobody signs in as them, and nothing that they made is taken for test data.
 */
async function removeTestData(ctx: PooledContext): Promise<void> {
  const created = ctx.findReceipt(createTenant);
  if (created === undefined || ctx.findReceipt(rotatePassword) !== undefined) return;
  if (ctx.ports.connection.portal?.canaryTenantId === undefined) return;
  await removeCheckData(ctx, async () => {
    const { session } = await signInAsAdmin(ctx, created.adminId);
    return { session, userId: created.adminId };
  });
}
