import { Hono } from 'hono';
import { z } from 'zod';
import { PortalError } from '../portal-error.ts';
import type { PortalContext, PortalEnv } from '../portal-context.ts';
import { listQuery } from '../services/list-rows.ts';
import { resourceService } from '../services/resource-service.ts';
import {
  contributions,
  employers,
  fundChoices,
  keyFunctionHolders,
  members,
  schemes,
} from '../services/resources.ts';
import { bodyOf, queryOf } from './input.ts';

const nestedLists = [
  { path: `/${employers.name}/:parent/${schemes.name}`, filter: 'employerId', resource: schemes },
  { path: `/${schemes.name}/:parent/${members.name}`, filter: 'schemeId', resource: members },
  { path: `/${schemes.name}/:parent/kfh`, filter: 'schemeId', resource: keyFunctionHolders },
  { path: `/${members.name}/:parent/${contributions.name}`, filter: 'memberId', resource: contributions },
  { path: `/${members.name}/:parent/${fundChoices.name}`, filter: 'memberId', resource: fundChoices },
] as const;

/** Lists below their parent, such as `/api/schemes/{id}/kfh` (source 3), and the fund choices of a member. */
export function nestedRoutes(context: PortalContext): Hono<PortalEnv> {
  const routes = new Hono<PortalEnv>();
  for (const { path, filter, resource } of nestedLists) {
    const service = resourceService(resource, context);
    routes.get(path, async (c) => {
      const query = { ...queryOf(c, listQuery), [filter]: c.req.param('parent') };
      return c.json(await service.list(query, c.get('actor')));
    });
  }
  routes.route(`/${members.name}/:parent/${fundChoices.name}`, fundChoiceRoutes(context));
  return routes;
}

const choice = z.object({ fundName: z.string().min(1).max(200), percentage: z.int().min(0).max(100) });

function fundChoiceRoutes(context: PortalContext): Hono<PortalEnv> {
  const routes = new Hono<PortalEnv>();
  const service = resourceService(fundChoices, context);
  routes.post('/', async (c) => {
    const body = { ...(await bodyOf(c, choice)), memberId: c.req.param('parent') };
    return c.json({ data: await service.create(body, c.get('actor')) }, 201);
  });
  routes.delete('/:id', async (c) => {
    if (await service.remove(c.req.param('id'), c.get('actor'))) return c.body(null, 204);
    throw new PortalError(context.denial === '403' ? 'Forbidden' : 'NotFound');
  });
  return routes;
}
