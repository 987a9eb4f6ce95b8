import { audit } from '../audit.ts';
import type { PortalContext } from '../portal-context.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { findUserByEmail, type UserRow } from './user-store.ts';

export type Credentials = { readonly email: string; readonly password: string };

/** Checked for an address nobody has, so that its refusal takes as long as that of a wrong password. */
const decoyHash = hashPassword('nobody has this password');

/** The user who may sign in with these credentials; undefined for every reason there can be not to. */
export async function signIn(
  { email, password }: Credentials,
  context: PortalContext,
  headers: Headers,
): Promise<UserRow | undefined> {
  const user = await findUserByEmail(context.db, email);
  const matches = await verifyPassword(user?.passwordHash ?? (await decoyHash), password);
  if (user === undefined || !matches || !context.policies.maySignIn(user)) return undefined;
  const lastLoginAt = context.clock.now();
  await context.db.transaction().execute(async (trx) => {
    await trx.updateTable('users').set({ lastLoginAt }).where('id', '=', user.id).execute();
    const seen = {
      ipAddress: headers.get('x-forwarded-for') ?? 'unknown',
      userAgent: headers.get('user-agent') ?? 'unknown',
    };
    const event = {
      action: 'user.signed-in',
      entityType: 'user',
      entityId: user.id,
      tenantId: user.brokerId,
    };
    await audit(trx, context, { userId: user.id, ...seen }, event);
  });
  return user;
}
