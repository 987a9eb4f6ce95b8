import { z } from 'zod';
import { Secret } from '../../../../shared/model/secret.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { isOurs, placementOf } from '../adoption.ts';
import { tenantUrl, withServer, type DatabaseContext } from '../database-context.ts';
import { databaseNameOf, slugOf } from '../intake.ts';
import { tellPhase } from '../job.ts';
import { resolvePlacement } from './resolve-placement.step.ts';

const receipt = z.object({ database: z.string(), server: z.string() });
type Receipt = z.infer<typeof receipt>;

export const SALT_BYTES = 16;

/**
 * Makes the role and its database, a clone of the template where this set of migrations has one (D6). The role tells the run
 * from its first moment on and owns the database from the database's, so a run that was cut off finds what is its own.
 */
export const createDatabase = automaticStep({
  id: 'database.create-database',
  title: 'Create the tenant’s role and database',
  about: 'Makes a role and a database that belong to this tenant alone.',
  receipt,
  observe: async (ctx: DatabaseContext): Promise<Observed<Receipt>> => {
    const placed = placementOf(ctx);
    const name = databaseNameOf(slugOf(ctx.input));
    const parts = await withServer(ctx, placed, (server) => server.inspect(name, name));
    const ours = parts.role && isOurs(ctx, 'role', parts.madeBy);
    const foreign = (parts.role && !ours) || (parts.database && (!ours || parts.owner !== name));
    if (foreign) return { state: 'foreign', details: { database: name } };
    if (!parts.database || !parts.ready) return { state: 'absent' };
    return { state: 'present', receipt: { database: name, server: placed.server } };
  },
  plan: () => [{ verb: 'insert', object: 'database and role', count: 2, statements: [] }],
  undo: { says: 'Drop the database and the role, when this run made them', run: drop },
  apply: async (ctx: DatabaseContext) => {
    const placed = placementOf(ctx);
    const name = databaseNameOf(slugOf(ctx.input));
    const { runId: madeBy } = ctx.run;
    const password = await ownPassword(ctx);
    const { digest } = await (await ctx.ports.migrations()).read();
    await withServer(ctx, placed, async (server) => {
      const { role, database } = await server.inspect(name, name);
      if (!role) await server.createRole({ name, password, salt: ctx.ids.bytes(SALT_BYTES), madeBy });
      const template = await server.findTemplate(digest);
      if (!database) await server.createDatabase({ name, owner: name, template: template?.name });
      await server.openDatabase(name, madeBy);
    });
    await tellPhase(ctx, 'database_created');
    return { database: name, server: placed.server };
  },
});

/** The database goes first, and the role only when the database is gone for certain (D12). */
async function drop(ctx: DatabaseContext): Promise<void> {
  const placed = ctx.findReceipt(resolvePlacement);
  if (placed === undefined) return;
  const name = databaseNameOf(slugOf(ctx.input));
  await withServer(ctx, placed, async (server) => {
    const { database, owner, role, madeBy } = await server.inspect(name, name);
    if (!role || madeBy !== ctx.run.runId) return;
    await ctx.ports.closeOthers();
    if (database && owner === name) await server.dropDatabase(name);
    await server.dropRole(name);
  });
}

/** The password of the tenant's role, as the secret store has it. */
export async function ownPassword(ctx: DatabaseContext): Promise<Secret> {
  const url = await tenantUrl(ctx);
  return new Secret(decodeURIComponent(new URL(url.reveal()).password));
}
