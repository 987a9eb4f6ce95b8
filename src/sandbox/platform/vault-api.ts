import { Hono } from 'hono';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { KeyValueStore } from './key-value-store.ts';

type Options = { readonly store: KeyValueStore; readonly token: string; readonly clock: Clock };

const body = z.object({
  options: z.object({ cas: z.int().optional() }).optional(),
  data: z.record(z.string(), z.unknown()),
});

const MISMATCH = 'check-and-set parameter did not match the current version';

/** The part of Vault's HTTP API for KV version 2, mounted at `secret`, that a platform uses for its connections. */
export function createVaultApi({
  store,
  token,
  clock,
}: Options): (request: Request) => Response | Promise<Response> {
  const app = new Hono().basePath('/v1/secret');
  app.use(async (c, next) => {
    if (c.req.header('x-vault-token') !== token) return c.json({ errors: ['permission denied'] }, 403);
    await next();
    return undefined;
  });
  app.get('/data/:name', (c) => {
    const found = store.read(c.req.param('name'));
    if (found === undefined) return c.json({ errors: [] }, 404);
    return c.json({ data: { data: found.data, metadata: { version: found.version, deletion_time: '' } } });
  });
  app.post('/data/:name', async (c) => {
    const { options, data } = body.parse(await c.req.json());
    const written = store.write(c.req.param('name'), data, options?.cas, clock.now().toISOString());
    return written === 'mismatch' ? c.json({ errors: [MISMATCH] }, 400) : c.json({ data: written });
  });
  app.delete('/metadata/:name', (c) => {
    store.remove(c.req.param('name'));
    return c.body(null, 204);
  });
  return (request) => app.fetch(request);
}
