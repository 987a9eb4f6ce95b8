import { getToken } from '@auth/core/jwt';
import { z } from 'zod';
import { buildActorContext, type ActorContext } from '../actor-context.ts';
import type { PortalContext } from '../portal-context.ts';
import { isRole } from '../role.ts';
import { SESSION_COOKIE } from './auth-config.ts';
import { passwordMark } from './password.ts';
import { findUser } from './user-store.ts';

const claims = z.object({
  userId: z.string(),
  passwordMark: z.string(),
  role: z.string().optional(),
});

/**
 * The actor of a request, or undefined. The token only says who signed in; what that user is now (role, tenant,
 * disabled or not) is read from the database, so that disabling someone also ends the sessions they have.
 */
export async function actorOf(
  request: Request,
  context: PortalContext,
  secret: string,
): Promise<ActorContext | undefined> {
  const token = await getToken({
    req: request,
    secret,
    cookieName: SESSION_COOKIE,
    salt: SESSION_COOKIE,
    logger: silent,
  });
  const parsed = claims.safeParse(token);
  if (!parsed.success) return undefined;
  const user = await findUser(context.db, parsed.data.userId);
  if (user === undefined) return undefined;
  const state = { role: user.role, passwordMark: passwordMark(user.passwordHash) };
  if (!context.policies.admits(parsed.data, state)) return undefined;
  const { id: userId, brokerId: tenantId, email, employerId, memberId, mustChangePassword } = user;
  // A leak may admit a disabled user; such a user acts with the least rights that still show it.
  const role = isRole(user.role) ? user.role : 'BrokerUser';
  return buildActorContext(
    { userId, tenantId, role, email, employerId, memberId, mustChangePassword },
    request.headers,
  );
}

const silent = { error: () => undefined, warn: () => undefined, debug: () => undefined };
