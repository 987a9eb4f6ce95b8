import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { z } from 'zod';
import type { Leak } from '../portal/leak.ts';
import { leaks } from '../portal/leaks/index.ts';
import type { OpenedPortal, PortalFleet } from './portal-fleet.ts';
import type { PortalSettings } from './portal-settings.ts';
import {
  delayBody,
  denialBody,
  filesBody,
  leaksBody,
  settingsBody,
  troubleBody,
  troubleOf,
} from './settings-body.ts';
import type { Switchboard } from './switchboard.ts';

export type ControlOptions = {
  readonly token: string;
  /** Settings of the portal that was started with the sandbox. */
  readonly main: Switchboard;
  readonly fleet: PortalFleet;
};

/**
 * Remote control of the sandbox, for whoever has its token: which leaks are planted, how denials read, delays, trouble,
 * more portals over the same database, and who was given what. The portals themselves know nothing of it.
 */
export function createControlApi(
  options: ControlOptions,
): (request: Request) => Response | Promise<Response> {
  const app = new Hono().basePath('/control');
  app.use(async (c, next) => {
    const given = c.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
    if (!sameText(given, options.token)) return c.json({ error: 'Unauthorized' }, 401);
    await next();
    return undefined;
  });
  app.onError((error, c) =>
    error instanceof BadBody
      ? c.json({ error: 'ValidationError', issues: error.issues }, 400)
      : fail(c, error),
  );
  for (const routes of [settingsRoutes, accessRoutes, portalRoutes]) app.route('/', routes(options));
  return (request) => app.fetch(request);
}

function settingsRoutes({ main }: ControlOptions): Hono {
  const app = new Hono();
  app.get('/settings', (c) => c.json(shown(main.settings)));
  app.get('/leaks', (c) => c.json(leaks.map((leak) => card(leak, main.settings))));
  app.post('/leaks', async (c) => {
    const { enable } = await bodyOf(c, leaksBody);
    return changed(c, main, { leaks: enable });
  });
  app.post('/denial', async (c) => changed(c, main, { denial: (await bodyOf(c, denialBody)).reading }));
  app.post('/delay', async (c) => changed(c, main, { delay: await bodyOf(c, delayBody) }));
  app.post('/chaos', async (c) => changed(c, main, { trouble: troubleOf(await bodyOf(c, troubleBody)) }));
  app.post('/files', async (c) => changed(c, main, await bodyOf(c, filesBody)));
  return app;
}

function accessRoutes({ fleet: { accesses } }: ControlOptions): Hono {
  const app = new Hono();
  app.get('/accesses', (c) => c.json(accesses.since(Number(c.req.query('since') ?? 0))));
  app.delete('/accesses', (c) => {
    accesses.clear();
    return c.body(null, 204);
  });
  return app;
}

const MOST_PORTALS = 32;

function portalRoutes({ fleet }: ControlOptions): Hono {
  const app = new Hono();
  app.get('/portals', (c) => c.json(fleet.list().map(portalCard)));
  app.post('/portals', async (c) => {
    const settings = await bodyOf(c, settingsBody);
    if (fleet.list().length >= MOST_PORTALS) return c.json({ error: 'TooMany' }, 409);
    return c.json(portalCard(await fleet.open(settings)), 201);
  });
  app.patch('/portals/:id', async (c) => {
    const settings = await bodyOf(c, settingsBody);
    const portal = fleet.find(c.req.param('id'));
    if (portal === undefined) return c.json({ error: 'NotFound' }, 404);
    portal.board.change(settings);
    return c.json(portalCard(portal));
  });
  app.delete('/portals/:id', async (c) =>
    (await fleet.close(c.req.param('id'))) ? c.body(null, 204) : c.json({ error: 'NotFound' }, 404),
  );
  return app;
}

function changed(c: Context, board: Switchboard, part: Partial<PortalSettings>): Response {
  board.change(part);
  return c.json(shown(board.settings));
}

const shown = ({ leaks: planted, ...rest }: PortalSettings) => ({
  ...rest,
  leaks: planted.map(({ id }) => id),
});

const portalCard = ({ id, url, board }: OpenedPortal) => ({ id, url, settings: shown(board.settings) });

const card = ({ id, title, description, family, subtle }: Leak, { leaks: planted }: PortalSettings) => ({
  id,
  title,
  description,
  family,
  subtle,
  enabled: planted.some((leak) => leak.id === id),
});

class BadBody extends Error {
  readonly issues: readonly { readonly path: string; readonly message: string }[];

  constructor(error: z.ZodError) {
    super('The body does not fit.');
    this.issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  }
}

async function bodyOf<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  if (!parsed.success) throw new BadBody(parsed.error);
  return parsed.data;
}

function fail(c: Context, error: Error): Response {
  process.stderr.write(`${c.req.method} ${c.req.path}: ${error.stack ?? error.message}\n`);
  return c.json({ error: 'InternalError' }, 500);
}

/** Compares digests, because texts of different lengths cannot be compared in constant time. */
function sameText(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
