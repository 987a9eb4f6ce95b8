import type { MiddlewareHandler } from 'hono';
import type { Defect } from '../../leak.ts';
import type { PortalEnv } from '../../portal-context.ts';

/** One defect out of two: the second stands inside the first. They may share policies and middleware, nothing else. */
export function combine(outer: Defect, inner: Defect): Defect {
  return {
    ...outer,
    ...inner,
    policies: (clean) => {
      const changed = { ...clean, ...outer.policies?.(clean) };
      return { ...changed, ...inner.policies?.(changed) };
    },
    middleware: (context) => nest(outer.middleware?.(context), inner.middleware?.(context)),
  };
}

type Handler = MiddlewareHandler<PortalEnv>;

const nest =
  (outer: Handler = pass, inner: Handler = pass): Handler =>
  (c, next) =>
    outer(c, async () => {
      const answer = await inner(c, next);
      if (answer instanceof Response) c.res = answer;
    });

const pass: Handler = (_c, next) => next();
