import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { PortalSession } from '../../ports/portal.port.ts';
import { temporaryPassword } from '../temporary-password.ts';
import { ADMIN_PASSWORD, currentAdminPassword, issueAdminPassword } from './admin-password.ts';
import type { PooledContext } from './pooled-context.ts';

type AdminSession = { readonly session: PortalSession; readonly note: string };

/**
 * Signs in as the administrator of this run. A password that does not open any more (a run that was cut off may have changed
 * it) is replaced once. Goes through the forced change of the temporary password as the broker will.
 * Errors: `E_SIGN_IN_REFUSED`, and what a portal can fail with.
 */
export async function signInAsAdmin(ctx: PooledContext, adminId: string): Promise<AdminSession> {
  const portal = ctx.ports.portal();
  const { email } = ctx.input.contact;
  let password = await currentAdminPassword(ctx, adminId);
  let signIn = await portal.signIn({ email, password });
  if (!signIn.ok) {
    password = await issueAdminPassword(ctx, adminId);
    signIn = await portal.signIn({ email, password });
  }
  if (!signIn.ok) throw new OperatorError('E_SIGN_IN_REFUSED', { details: { status: signIn.status } });
  if (!signIn.mustChangePassword) return { session: signIn.session, note: 'signed in' };
  const next = temporaryPassword(ctx.ids);
  await portal.changePassword(signIn.session, { current: password, next });
  ctx.secrets.put(ADMIN_PASSWORD, next);
  const again = await portal.signIn({ email, password: next });
  if (!again.ok) throw new OperatorError('E_SIGN_IN_REFUSED', { details: { status: again.status } });
  return { session: again.session, note: 'signed in; the portal asked for another password at first' };
}
