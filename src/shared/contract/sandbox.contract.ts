import { z } from 'zod';
import { tenancyModelIds } from '../model/connection.ts';
import { roles } from '../model/role.ts';
import { schemaVariants } from '../model/schema-variant.ts';
import { defineCall } from './call.ts';

/** The reference platform of database-per-tenant, when it runs. */
const platform = z.strictObject({
  pid: z.int(),
  portalUrl: z.string(),
  mailUrl: z.string(),
  vaultUrl: z.string(),
  database: z.string().describe('host:port/name of the master database'),
  servers: z.array(z.string()),
  /** The connection that leads there. */
  connection: z.string(),
});
export type PlatformView = z.infer<typeof platform>;

const standing = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('stopped'), platform: platform.exactOptional() }),
  z.strictObject({
    state: z.literal('running'),
    pid: z.int(),
    variant: z.enum(schemaVariants),
    seededTenants: z.int(),
    portalUrl: z.string(),
    mailUrl: z.string(),
    database: z.string().describe('host:port/name'),
    canaryTenantId: z.string(),
    /** The connection that leads there. */
    connection: z.string(),
    platform: platform.exactOptional(),
  }),
]);
export type SandboxView = z.infer<typeof standing>;

/**
 * Starts the sandbox, or finds it running, and keeps the connection `sandbox` pointing at it; with the model `database` the
 * reference platform beside it, and the connection `platform`.
 */
export const startSandbox = defineCall({
  name: 'sandbox.start',
  input: z.strictObject({
    model: z.enum(tenancyModelIds).default('pooled'),
    variant: z.enum(schemaVariants).exactOptional(),
    tenants: z.int().min(1).max(100_000).exactOptional(),
  }),
  output: standing,
  roles: ['superadmin'],
});

export const stopSandbox = defineCall({
  name: 'sandbox.stop',
  input: z.strictObject({}),
  output: standing,
  roles: ['superadmin'],
});

export const sandboxStatus = defineCall({
  name: 'sandbox.status',
  input: z.strictObject({}),
  output: standing,
  roles,
});

/** Stops it and forgets its data. The ledger keeps what was done to it. */
export const resetSandbox = defineCall({
  name: 'sandbox.reset',
  input: z.strictObject({}),
  output: standing,
  roles: ['superadmin'],
});
