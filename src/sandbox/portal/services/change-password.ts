import { z } from 'zod';
import type { ActorContext } from '../actor-context.ts';
import { audit } from '../audit.ts';
import { hashPassword, MINIMUM_PASSWORD_LENGTH, verifyPassword } from '../auth/password.ts';
import { findUser } from '../auth/user-store.ts';
import { PortalError, invalid } from '../portal-error.ts';
import type { PortalContext } from '../portal-context.ts';

export const passwordChange = z.object({
  currentPassword: z.string().max(1000),
  newPassword: z.string().min(MINIMUM_PASSWORD_LENGTH).max(1000),
});

/** Sets a new password. It ends every session of the user, this one included: the caller signs in again. */
export async function changePassword(
  { currentPassword, newPassword }: z.infer<typeof passwordChange>,
  actor: ActorContext,
  context: PortalContext,
): Promise<void> {
  const user = await findUser(context.db, actor.userId);
  if (user === undefined) throw new PortalError('Unauthorized');
  if (!(await verifyPassword(user.passwordHash, currentPassword)))
    throw invalid('currentPassword', 'is wrong');
  if (newPassword === currentPassword) throw invalid('newPassword', 'is the current one');
  const change = {
    passwordHash: await hashPassword(newPassword),
    mustChangePassword: false,
    updatedAt: context.clock.now(),
  };
  await context.db.transaction().execute(async (trx) => {
    await trx.updateTable('users').set(change).where('id', '=', user.id).execute();
    const event = {
      action: 'user.password-changed',
      entityType: 'user',
      entityId: user.id,
      tenantId: user.brokerId,
    };
    await audit(trx, context, actor, event);
  });
}
