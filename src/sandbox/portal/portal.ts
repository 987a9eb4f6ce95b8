import { Auth } from '@auth/core';
import { Hono } from 'hono';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import { authConfig } from './auth/auth-config.ts';
import { requireSession } from './auth/require-session.ts';
import { actorOf } from './auth/session.ts';
import { createFileStore } from './files.ts';
import { createMailer, type MailerOptions } from './mailer.ts';
import { leakyContext, leakyIdentity, throughFronts, withLeaks, type Defect } from './leak.ts';
import { cleanPolicies, type DenialReading } from './policies.ts';
import type { PortalContext, PortalEnv } from './portal-context.ts';
import { answerError } from './answer-error.ts';
import { limitBody } from './limit-body.ts';
import { readAudit, type AccessRecord } from './read-audit.ts';
import { adminRoutes } from './routes/admin.routes.ts';
import { nestedRoutes } from './routes/nested.routes.ts';
import { resourceRoutes } from './routes/resource.routes.ts';
import { tenantRoutes } from './routes/tenant.routes.ts';
import type { PortalDatabase } from './schema/portal-database.ts';
import type { SchemaVariant } from './schema/variant.ts';
import { resourceService } from './services/resource-service.ts';
import { resources } from './services/resources.ts';

export type PortalOptions = {
  readonly db: PortalDatabase;
  readonly variant: SchemaVariant;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly blob: { readonly url: string; readonly token: string; readonly urlLivesMs?: number };
  readonly mail: MailerOptions;
  /** Key material of the session cookie. */
  readonly authSecret: string;
  /** `404` when left out. */
  readonly denial?: DenialReading;
  /** Defects to plant. None when left out, which is the clean portal. */
  readonly leaks?: readonly Defect[];
  /** Gets a record of every call of a signed-in user. */
  readonly onAccess?: (record: AccessRecord) => void;
};

/** A small PensionPortal after sources 1 to 3, as a function from request to response. */
export function createPortal(options: PortalOptions): (request: Request) => Response | Promise<Response> {
  const context = contextOf(options);
  const { leaks = [], authSecret, onAccess } = options;
  const app = new Hono<PortalEnv>();
  app.onError(answerError);
  app.notFound((c) => c.json({ error: 'NotFound' }, 404));
  app.use(limitBody);
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'private, no-store');
  });
  app.get('/api/health', (c) => c.json({ status: 'ok' }));
  const auth = authConfig(context, authSecret);
  app.all('/api/auth/*', (c) => Auth(c.req.raw, auth));
  const identify = (request: Request) => actorOf(request, context, authSecret);
  app.use('/api/*', requireSession(leakyIdentity(identify, leaks, context, authSecret)));
  if (onAccess !== undefined) app.use('/api/*', readAudit(onAccess));
  for (const { middleware } of leaks) if (middleware !== undefined) app.use('/api/*', middleware(context));
  app.route('/api', apiRoutes(context));
  return async (request) => app.fetch(await throughFronts(request, leaks));
}

function contextOf({ blob, mail, leaks = [], denial = '404', ...options }: PortalOptions): PortalContext {
  const { db, variant, clock, ids } = options;
  const policies = withLeaks(cleanPolicies, leaks);
  const files = createFileStore({ ...blob, clock });
  const mailer = createMailer(mail);
  return leakyContext({ db, variant, clock, ids, denial, policies, files, mailer }, leaks);
}

function apiRoutes(context: PortalContext): Hono<PortalEnv> {
  const api = new Hono<PortalEnv>();
  api.route('/', tenantRoutes(context));
  api.route('/', nestedRoutes(context));
  api.route('/admin', adminRoutes(context));
  for (const resource of resources) {
    api.route(`/${resource.name}`, resourceRoutes(resourceService(resource, context), context.denial));
  }
  return api;
}
