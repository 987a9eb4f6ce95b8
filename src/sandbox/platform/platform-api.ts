import { Hono, type Context } from 'hono';
import type pg from 'pg';
import { z } from 'zod';
import { signInPage } from './sign-in-page.ts';
import type { Entry, TenantDoor } from './tenant-door.ts';

type Options = { readonly master: pg.Pool; readonly door: TenantDoor; readonly adminKey: string };

const firstSignIn = z.object({ tenant: z.string(), token: z.string(), password: z.string().optional() });
const signIn = z.object({ tenant: z.string(), email: z.string(), password: z.string() });

const statusOf = { open: 200, refused: 401, password_reset_required: 403, password_too_short: 422 } as const;

const PHASES = `select phase, at from identity.job_phase where job_id = $1 order by at, array_position(array[
  'placement_resolved', 'state_checked', 'secret_set', 'database_created', 'migrations_applied', 'master_registered',
  'admin_seeded', 'complete', 'rolled_back'], phase)`;

/** The platform over HTTP: its admin API with jobs, and the door of each tenant (source 4). */
export function createPlatformApi({
  master,
  door,
  adminKey,
}: Options): (request: Request) => Response | Promise<Response> {
  const app = new Hono();
  app.get('/api/health', (c) => c.json({ ok: true }));
  app.use('/platform/*', async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${adminKey}`) return c.json({ error: 'Unauthorized' }, 401);
    await next();
    return undefined;
  });
  app.get('/platform/jobs/:jobId', async (c) => {
    const jobId = c.req.param('jobId');
    const { rows } = await master.query<{ phase: string; at: Date }>(PHASES, [jobId]);
    if (rows.length === 0) return c.json({ error: 'NotFound' }, 404);
    return c.json({ jobId, status: standingOf(rows.map(({ phase }) => phase)), phases: rows });
  });
  app.get('/first-sign-in', (c) => c.html(signInPage));
  app.post('/first-sign-in', async (c) => {
    const { tenant, token, password } = firstSignIn.parse(await c.req.json());
    return answer(c, await door.firstSignIn(tenant, token, password));
  });
  app.post('/sign-in', async (c) => {
    const { tenant, email, password } = signIn.parse(await c.req.json());
    return answer(c, await door.signIn(tenant, email, password));
  });
  app.onError((error, c) =>
    error instanceof z.ZodError || error instanceof SyntaxError
      ? c.json({ error: 'ValidationError' }, 400)
      : c.json({ error: 'InternalError' }, 500),
  );
  return (request) => app.fetch(request);
}

const standingOf = (phases: readonly string[]): 'complete' | 'rolled_back' | 'running' => {
  if (phases.includes('rolled_back')) return 'rolled_back';
  return phases.includes('complete') ? 'complete' : 'running';
};

const answer = (c: Context, entry: Entry): Response =>
  c.json(entry === 'open' ? { ok: true } : { error: entry }, statusOf[entry]);
