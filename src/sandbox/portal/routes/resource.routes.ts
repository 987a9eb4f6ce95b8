import { Hono, type Context } from 'hono';
import { PortalError } from '../portal-error.ts';
import type { DenialReading } from '../policies.ts';
import type { PortalEnv } from '../portal-context.ts';
import { listQuery } from '../services/list-rows.ts';
import type { Fields } from '../services/resource.ts';
import type { ResourceService } from '../services/resource-service.ts';
import { bodyOf, queryOf } from './input.ts';

type RouteContext = Context<PortalEnv>;

/** List, item, create, update and delete of one resource, below `/api/<name>`. */
export function resourceRoutes(service: ResourceService, denial: DenialReading): Hono<PortalEnv> {
  const routes = new Hono<PortalEnv>();
  const { body } = service.resource;
  routes.get('/', async (c) => c.json(await service.list(queryOf(c, listQuery), c.get('actor'))));
  routes.get('/:id', async (c) => item(c, await service.read(c.req.param('id'), c.get('actor')), denial));
  routes.delete('/:id', async (c) => {
    if (!(await service.remove(c.req.param('id'), c.get('actor')))) throw refusedWrite(denial);
    return c.body(null, 204);
  });
  if (body === undefined) return routes;
  routes.post('/', async (c) =>
    c.json({ data: await service.create(await bodyOf(c, body), c.get('actor')) }, 201),
  );
  routes.put('/:id', (c) => change(c, service, denial, () => bodyOf(c, body)));
  routes.patch('/:id', (c) => change(c, service, denial, () => partOf(c, service)));
  return routes;
}

/** The fields a PATCH names, each checked as in a whole body; what it does not name is not filled with a default. */
async function partOf(c: RouteContext, { resource: { body } }: ResourceService): Promise<Fields> {
  if (body === undefined) throw new PortalError('Forbidden');
  const named: unknown = await c.req.json().catch(() => undefined);
  const part = await bodyOf(c, body.partial());
  return Object.fromEntries(Object.entries(part).filter(([name]) => Object.hasOwn(named as object, name)));
}

async function change(
  c: RouteContext,
  service: ResourceService,
  denial: DenialReading,
  body: () => Promise<Fields>,
): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const changed = await service.update({ id, body: await body() }, c.get('actor'));
  if (changed === undefined) throw refusedWrite(denial);
  return c.json({ data: changed });
}

/** One item, or the deployment's way to say that there is none for this caller. */
export function item(c: RouteContext, data: Fields | undefined, denial: DenialReading): Response {
  if (data !== undefined) return c.json({ data });
  if (denial === 'empty') return c.json({ data: null });
  throw new PortalError(denial === '403' ? 'Forbidden' : 'NotFound');
}

const refusedWrite = (denial: DenialReading) => new PortalError(denial === '403' ? 'Forbidden' : 'NotFound');
