import type { MiddlewareHandler } from 'hono';
import { PortalError } from '../portal-error.ts';
import type { ActorContext } from '../actor-context.ts';
import type { PortalEnv } from '../portal-context.ts';

const PASSWORD_PATH = '/api/account/password';

/** Refuses every call without a session that still counts, and every call but one while the password must be changed. */
export const requireSession =
  (identify: (request: Request) => Promise<ActorContext | undefined>): MiddlewareHandler<PortalEnv> =>
  async (c, next) => {
    const actor = await identify(c.req.raw);
    if (actor === undefined) throw new PortalError('Unauthorized');
    if (actor.mustChangePassword && c.req.path !== PASSWORD_PATH)
      throw new PortalError('PasswordChangeRequired');
    c.set('actor', actor);
    await next();
  };
