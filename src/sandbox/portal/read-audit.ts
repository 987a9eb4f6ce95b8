import type { MiddlewareHandler } from 'hono';
import type { PortalEnv } from './portal-context.ts';

/** One answered call: who asked for what, and every row id that the answer held. */
export type AccessRecord = {
  readonly actorId: string;
  readonly tenantId: string | null;
  readonly method: string;
  /** Path and query as they were asked. */
  readonly target: string;
  readonly requestBody: string;
  readonly status: number;
  readonly ids: readonly string[];
};

/** Hands a record of every call to `sink`: proof of what was asked for and what was given out. Meant for tests. */
export const readAudit =
  (sink: (record: AccessRecord) => void): MiddlewareHandler<PortalEnv> =>
  async (c, next) => {
    const requestBody = ['GET', 'HEAD'].includes(c.req.method) ? '' : await c.req.text();
    await next();
    const { userId: actorId, tenantId } = c.get('actor');
    const { pathname, search } = new URL(c.req.url);
    const status = c.res.status;
    const ids = idsIn(await c.res.clone().text());
    sink({ actorId, tenantId, method: c.req.method, target: pathname + search, requestBody, status, ids });
  };

function idsIn(text: string): readonly string[] {
  const ids: string[] = [];
  if (!text.startsWith('{')) return ids;
  JSON.parse(text, (key, value: unknown) => {
    if (key === 'id' && typeof value === 'string') ids.push(value);
    return value;
  });
  return ids;
}
