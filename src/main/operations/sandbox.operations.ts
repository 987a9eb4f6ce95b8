import {
  resetSandbox,
  sandboxStatus,
  startSandbox,
  stopSandbox,
  type SandboxView,
} from '../../shared/contract/sandbox.contract.ts';
import type { Connection } from '../../shared/model/connection.ts';
import type { RunningSandbox, SandboxStanding } from '../ports/sandbox.port.ts';
import { keepConnection } from './connections/keep-connection.ts';
import { operation } from './operation.ts';

/** The connection that always leads to this home's sandbox. */
export const SANDBOX_CONNECTION = 'sandbox';

export const sandboxOperations = [
  operation(startSandbox, async (ctx, { variant, tenants }) => {
    const options = { ...(variant !== undefined && { variant }), ...(tenants !== undefined && { tenants }) };
    const running = await ctx.sandbox.start(options);
    await keepConnection(ctx, connectionTo(running), running.secrets);
    return viewOf(running);
  }),

  operation(stopSandbox, async ({ sandbox }) => {
    await sandbox.stop();
    return { state: 'stopped' as const };
  }),

  operation(sandboxStatus, async ({ sandbox }) => viewOf(await sandbox.status())),

  operation(resetSandbox, async ({ sandbox }) => {
    await sandbox.reset();
    return { state: 'stopped' as const };
  }),
];

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

function viewOf(standing: SandboxStanding): SandboxView {
  if (standing.state === 'stopped') return standing;
  const { state, pid, variant, seededTenants, postgres, portal, mail, canaryTenantId } = standing;
  const database = `${postgres.host}:${postgres.port}/${postgres.database}`;
  const where = { portalUrl: portal.url, mailUrl: mail.apiUrl, database, canaryTenantId };
  return { state, pid, variant, seededTenants, ...where, connection: SANDBOX_CONNECTION };
}
