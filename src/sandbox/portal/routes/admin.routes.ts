import { Hono } from 'hono';
import { PortalError } from '../portal-error.ts';
import type { PortalContext, PortalEnv } from '../portal-context.ts';
import {
  auditQuery,
  changeRole,
  createUser,
  listAudit,
  listBrokers,
  listUsers,
  newUser,
  roleChange,
} from '../services/platform.ts';
import { bodyOf, queryOf } from './input.ts';

/** The platform's own view, for SuperAdmins only: `/api/admin/…`. */
export function adminRoutes(context: PortalContext): Hono<PortalEnv> {
  const routes = new Hono<PortalEnv>();
  routes.use(async (c, next) => {
    context.policies.requireRole(c.get('actor'), 'SuperAdmin', undefined, 'list');
    await next();
  });
  routes.get('/brokers', async (c) => c.json({ data: await listBrokers(c.get('actor'), context) }));
  routes.get('/audit', async (c) =>
    c.json({ data: await listAudit(queryOf(c, auditQuery), c.get('actor'), context) }),
  );
  routes.get('/users', async (c) => c.json({ data: await listUsers(c.get('actor'), context) }));
  routes.post('/users', async (c) =>
    c.json({ data: await createUser(await bodyOf(c, newUser), c.get('actor'), context) }, 201),
  );
  routes.patch('/users/:id', async (c) => {
    const { role } = await bodyOf(c, roleChange);
    const changed = await changeRole({ id: c.req.param('id'), role }, c.get('actor'), context);
    if (changed === undefined) throw new PortalError('NotFound');
    return c.json({ data: changed });
  });
  return routes;
}
