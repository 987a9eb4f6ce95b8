import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { handOverCredentials } from '../hand-over-credentials.ts';
import type { PooledIntake } from '../intake.ts';
import { createTenant } from './create-tenant.step.ts';
import { isVerified, verifyAccess } from './verify-access.step.ts';

/** Hands the new administrator's password over, and only after the access check of this run has passed (P10, L1). */
export const handOver = handOverCredentials<PooledIntake>({
  id: 'pooled.hand-over',
  adminId: (ctx) => ctx.receiptOf(createTenant).adminId,
  recipient: ({ contact: { name, email } }) => ({ name, email }),
  observe: (ctx) =>
    isVerified(ctx.receiptOf(verifyAccess))
      ? { state: 'absent' }
      : { state: 'blocked', error: new OperatorError('E_ACCESS_NOT_VERIFIED') },
  defaults: (input) => input.handOver,
});
