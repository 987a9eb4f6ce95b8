import { z } from 'zod';
import { placementOf } from '../adoption.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep } from '../../../engine/step.ts';
import { withServer, type DatabaseContext } from '../database-context.ts';
import { tellPhase } from '../job.ts';
import { createDatabase } from './create-database.step.ts';

const receipt = z.object({
  /** SHA-256 of the set of migrations. */
  migrations: z.string(),
  /** How many ran here; none where the database is a clone. */
  applied: z.int(),
  schemaDigest: z.string(),
});
type Receipt = z.infer<typeof receipt>;

/**
 * Applies what is pending, proves by the schema's digest that the database is what the migrations make from scratch, and
 * confines the tenant's role to it (D6). Errors: `E_MIGRATIONS_FAILED`, `E_CLONE_DIFFERS`.
 */
export const applyMigrations = automaticStep({
  id: 'database.apply-migrations',
  title: 'Apply the migrations',
  about:
    'Brings the new database to the present schema. If a migration fails, database and secret are taken back.',
  receipt,
  observe: () => Promise.resolve({ state: 'absent' }),
  plan: () => [{ verb: 'write', object: 'schema of the tenant', count: 1, statements: [] }],
  undo: { none: 'the schema goes with its database' },
  apply: async (ctx: DatabaseContext): Promise<Receipt> => {
    const { database } = ctx.receiptOf(createDatabase);
    const migrations = await ctx.ports.migrations();
    const { digest: set } = await migrations.read();
    const made = await withServer(ctx, placementOf(ctx), async (server) => {
      const finished = await server.findTemplate(set);
      // The digest covers which migrations were applied and what a template is confined by: one that equals leaves nothing to do.
      const cloned = finished && (await server.schemaDigest(database));
      if (cloned !== undefined && cloned === finished?.schemaDigest)
        return { migrations: set, applied: 0, schemaDigest: cloned };
      const applied = await migrations.latest(server.urlOf(database));
      const schemaDigest = await server.confine(database);
      const template = await server.makeTemplate(set, (url) => migrations.latest(url));
      if (schemaDigest !== template.schemaDigest)
        throw new OperatorError('E_CLONE_DIFFERS', { details: { template: template.name } });
      return { migrations: set, applied: applied.length, schemaDigest };
    });
    await tellPhase(ctx, 'migrations_applied');
    return made;
  },
});
