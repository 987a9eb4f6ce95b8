import { z } from 'zod';
import { automaticStep } from '../../../engine/step.ts';
import { issueAdminPassword } from '../admin-password.ts';
import type { PooledContext } from '../pooled-context.ts';
import { setAdminPassword } from '../statements/admin-password.statements.ts';
import { createTenant } from './create-tenant.step.ts';

const receipt = z.object({ adminId: z.string() });

/**
 * Gives the administrator a new temporary password: the one that the access check used opens nothing any more, and the
 * portal asks for an own one at the first sign-in (P7).
 */
export const rotatePassword = automaticStep({
  id: 'pooled.rotate-password',
  title: 'Replace the password that was used for checking',
  about:
    'The password used for checking is replaced, so that the broker receives one that nobody has ever used.',
  receipt,
  observe: () => Promise.resolve({ state: 'absent' as const }),
  plan: () => [{ verb: 'update', object: 'users', count: 1, statements: [setAdminPassword.name] }],
  undo: { none: 'it goes with the administrator' },
  apply: async (ctx: PooledContext) => {
    const { adminId } = ctx.receiptOf(createTenant);
    await issueAdminPassword(ctx, adminId);
    return { adminId };
  },
});
