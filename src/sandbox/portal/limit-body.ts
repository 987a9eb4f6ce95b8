import type { MiddlewareHandler } from 'hono';
import { PortalError } from './portal-error.ts';

const BODY_LIMIT_BYTES = 5 * 1024 * 1024;

/** Refuses a body that is too large, or that does not say how large it is, before any of it is read. */
export const limitBody: MiddlewareHandler = async (c, next) => {
  const size = Number(c.req.header('content-length') ?? 0);
  const unbounded = c.req.header('transfer-encoding') !== undefined;
  if (unbounded || size > BODY_LIMIT_BYTES) throw new PortalError('TooLarge');
  await next();
};
