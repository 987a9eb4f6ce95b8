import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep } from '../../../engine/step.ts';
import { tenantFacts } from '../checks/tenant-facts.ts';
import { withServer } from '../database-context.ts';
import type { MigrateContext } from '../migrate-input.ts';

const receipt = z.object({ migrations: z.string(), applied: z.array(z.string()), schemaDigest: z.string() });

/**
 * Applies what is pending and proves the outcome equal to what the migrations make from scratch. Errors: `E_MIGRATIONS_FAILED`,
 * `E_CLONE_DIFFERS`, `E_TENANT_NOT_FOUND`; `E_PARTIAL_STATE` when the database is not the tenant's role's, which then could not use it.
 */
export const migrateTenant = automaticStep({
  id: 'database.migrate-tenant',
  title: 'Apply the pending migrations',
  receipt,
  // knex knows what is applied: doing it again does nothing.
  observe: () => Promise.resolve({ state: 'absent' as const }),
  plan: () => [{ verb: 'write', object: 'schema of the tenant', count: 1, statements: [] }],
  undo: { none: 'a migration is not taken back; knex undoes one that failed' },
  apply: async (ctx: MigrateContext) => {
    const { row, server: found } = await tenantFacts(ctx);
    if (found === undefined)
      throw new OperatorError('E_DB_SERVER_NOT_FOUND', { details: { server: row.serverId } });
    const placed = { server: found.name, adminSecretRef: found.adminSecretRef };
    const migrations = await ctx.ports.migrations();
    const { digest: set } = await migrations.read();
    return withServer(ctx, placed, async (server) => {
      const { owner } = await server.inspect(row.databaseName, row.databaseName);
      if (owner !== row.databaseName) throw notOwned(row.databaseName, owner);
      const applied = await migrations.latest(server.urlOf(row.databaseName));
      const schemaDigest = await server.confine(row.databaseName);
      const template = await server.makeTemplate(set, (url) => migrations.latest(url));
      if (schemaDigest !== template.schemaDigest)
        throw new OperatorError('E_CLONE_DIFFERS', { details: { template: template.name } });
      return { migrations: set, applied: [...applied], schemaDigest };
    });
  },
});

const notOwned = (database: string, owner: string | undefined): OperatorError =>
  new OperatorError('E_PARTIAL_STATE', {
    message: 'The database does not belong to the tenant’s role. Nothing was changed.',
    details: { database, owner: owner ?? 'nobody' },
  });
