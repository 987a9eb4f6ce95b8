import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep } from '../../../engine/step.ts';
import { tenantFacts } from '../checks/tenant-facts.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { findTenant } from '../statements/master.statements.ts';

const receipt = z.object({
  tenantId: z.string(),
  status: z.string(),
  server: z.string(),
  adminSecretRef: z.string(),
  database: z.string(),
});

/** Finds the tenant and where its database lies. Errors: `E_TENANT_NOT_FOUND`, `E_DB_SERVER_NOT_FOUND`. */
export const findTenantParts = automaticStep({
  id: 'database.find-tenant-parts',
  title: 'Find the tenant and its database',
  about: 'Finds the tenant in the master database, and the server, database and role that belong to it.',
  receipt,
  observe: () => Promise.resolve({ state: 'absent' as const }),
  plan: () => [{ verb: 'read', object: 'tenant', count: 1, statements: [findTenant.name] }],
  undo: { none: 'a look changes nothing' },
  apply: async (ctx: OffboardContext) => {
    const { row, server } = await tenantFacts(ctx);
    if (server === undefined)
      throw new OperatorError('E_DB_SERVER_NOT_FOUND', { details: { server: row.serverId } });
    const { name, adminSecretRef } = server;
    return {
      ...{ tenantId: row.id, status: row.status, server: name },
      ...{ adminSecretRef, database: row.databaseName },
    };
  },
});
