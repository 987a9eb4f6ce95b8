import { Hono } from 'hono';
import { z } from 'zod';
import type { PortalContext, PortalEnv } from '../portal-context.ts';
import { changePassword, passwordChange } from '../services/change-password.ts';
import { auditQuery, listAudit } from '../services/platform.ts';
import { assist, dashboard, exportTenant, search } from '../services/tenant-views.ts';
import { bodyOf, queryOf } from './input.ts';

const searchQuery = z.object({ q: z.string().trim().min(1).max(100) });
const question = z.object({ question: z.string().trim().min(1).max(1000) });

/** What a signed-in user has beside the resources. */
export function tenantRoutes(context: PortalContext): Hono<PortalEnv> {
  const routes = new Hono<PortalEnv>();
  routes.get('/me', (c) => {
    const { userId, tenantId: brokerId, role, email, employerId } = c.get('actor');
    return c.json({ data: { userId, brokerId, role, email, employerId } });
  });
  routes.post('/account/password', async (c) => {
    await changePassword(await bodyOf(c, passwordChange), c.get('actor'), context);
    return c.body(null, 204);
  });
  routes.get('/search', async (c) =>
    c.json({ data: await search(queryOf(c, searchQuery).q, c.get('actor'), context) }),
  );
  routes.get('/dashboard', async (c) => c.json({ data: await dashboard(c.get('actor'), context) }));
  routes.get('/export', async (c) => c.json({ data: await exportTenant(c.get('actor'), context) }));
  routes.get('/audit', async (c) =>
    c.json({ data: await listAudit(queryOf(c, auditQuery), c.get('actor'), context) }),
  );
  routes.post('/assistant', async (c) =>
    c.json({ data: await assist((await bodyOf(c, question)).question, c.get('actor'), context) }),
  );
  return routes;
}
