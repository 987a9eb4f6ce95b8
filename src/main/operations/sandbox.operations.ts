import {
  resetSandbox,
  sandboxStatus,
  startSandbox,
  stopSandbox,
  type PlatformView,
  type SandboxView,
} from '../../shared/contract/sandbox.contract.ts';
import { connectionSchema, type Connection } from '../../shared/model/connection.ts';
import type { RunningPlatform, RunningSandbox, SandboxStanding } from '../ports/sandbox.port.ts';
import type { ConsoleContext } from './console-context.ts';
import { keepConnection } from './connections/keep-connection.ts';
import { operation } from './operation.ts';

/** The connection that always leads to this home's sandbox. */
export const SANDBOX_CONNECTION = 'sandbox';
const PLATFORM_CONNECTION = 'platform';

export const sandboxOperations = [
  operation(startSandbox, async (ctx, { model, variant, tenants }) => {
    if (model === 'database') return startPlatform(ctx);
    const options = { ...(variant !== undefined && { variant }), ...(tenants !== undefined && { tenants }) };
    const running = await ctx.sandbox.start(options);
    await keepConnection(ctx, connectionTo(running), running.secrets);
    return viewOf(running, await ctx.platform.status());
  }),

  operation(stopSandbox, async ({ sandbox, platform }) => {
    await Promise.all([sandbox.stop(), platform.stop()]);
    return { state: 'stopped' as const };
  }),

  operation(sandboxStatus, async ({ sandbox, platform }) =>
    viewOf(await sandbox.status(), await platform.status()),
  ),

  operation(resetSandbox, async ({ sandbox, platform }) => {
    await Promise.all([sandbox.reset(), platform.reset()]);
    return { state: 'stopped' as const };
  }),
];

async function startPlatform(ctx: ConsoleContext): Promise<SandboxView> {
  const running = await ctx.platform.start();
  await keepConnection(ctx, connectionToPlatform(running), running.secrets);
  return viewOf(await ctx.sandbox.status(), running);
}

const connectionToPlatform = ({ postgres, portal, mail, vault, migrations }: RunningPlatform): Connection =>
  connectionSchema.parse({
    name: PLATFORM_CONNECTION,
    environment: 'sandbox',
    model: 'database',
    ...postgres,
    tls: 'loopback-plain',
    portal,
    mail,
    secretStore: { kind: 'vault', url: vault.url },
    migrations,
  });

function connectionTo({
  variant,
  postgres,
  portal,
  mail,
  objects,
  canaryTenantId,
}: RunningSandbox): Connection {
  const tenant = variant.startsWith('bare') ? ('uuid' as const) : ('prefixed-ulid' as const);
  return {
    name: SANDBOX_CONNECTION,
    environment: 'sandbox',
    model: 'pooled',
    ...postgres,
    tls: 'loopback-plain',
    idFormats: { tenant, user: 'cuid2', tenantPrefix: 'brk_', userPrefix: 'usr_' },
    portal: { url: portal.url, canaryTenantId },
    mail,
    objects,
  };
}

function viewOf(standing: SandboxStanding, beside: RunningPlatform | undefined): SandboxView {
  const platform = beside && { platform: platformView(beside) };
  if (standing.state === 'stopped') return { ...standing, ...platform };
  const { state, pid, variant, seededTenants, postgres, portal, mail, canaryTenantId } = standing;
  const database = `${postgres.host}:${postgres.port}/${postgres.database}`;
  const where = { portalUrl: portal.url, mailUrl: mail.apiUrl, database, canaryTenantId };
  return { state, pid, variant, seededTenants, ...where, connection: SANDBOX_CONNECTION, ...platform };
}

const platformView = ({ pid, postgres, portal, mail, vault, servers }: RunningPlatform): PlatformView => ({
  ...{ pid, portalUrl: portal.url, mailUrl: mail.apiUrl, vaultUrl: vault.url },
  database: `${postgres.host}:${postgres.port}/${postgres.database}`,
  servers: [...servers],
  connection: PLATFORM_CONNECTION,
});
