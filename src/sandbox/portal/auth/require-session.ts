import type { MiddlewareHandler } from 'hono';
import { PortalError } from '../portal-error.ts';
import type { PortalContext, PortalEnv } from '../portal-context.ts';
import { actorOf } from './session.ts';

const PASSWORD_PATH = '/api/account/password';

/** Refuses every call without a session that still counts, and every call but one while the password must be changed. */
export const requireSession =
  (context: PortalContext, secret: string): MiddlewareHandler<PortalEnv> =>
  async (c, next) => {
    const actor = await actorOf(c.req.raw, context, secret);
    if (actor === undefined) throw new PortalError('Unauthorized');
    if (actor.mustChangePassword && c.req.path !== PASSWORD_PATH)
      throw new PortalError('PasswordChangeRequired');
    c.set('actor', actor);
    await next();
  };
