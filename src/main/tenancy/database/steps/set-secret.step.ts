import { z } from 'zod';
import { Secret } from '../../../../shared/model/secret.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { temporaryPassword } from '../../temporary-password.ts';
import { isOurs, placementOf } from '../adoption.ts';
import { adminUrl, type DatabaseContext } from '../database-context.ts';
import { databaseNameOf, secretNameOf, slugOf } from '../intake.ts';
import { tellPhase, tellRolledBack } from '../job.ts';
import { findTenant } from '../statements/master.statements.ts';

const receipt = z.object({ secret: z.string() });
type Receipt = z.infer<typeof receipt>;

/**
 * Stores the connection of the tenant's own role (D5). Of two consoles with one slug the first one here wins; the other gets
 * `E_SECRET_TAKEN` and has made nothing. Errors: `PROVISIONING_UNAVAILABLE`, `E_SECRET_DENIED`.
 */
export const setSecret = automaticStep({
  id: 'database.set-secret',
  title: 'Store the tenant’s connection in the secret store',
  about:
    'Puts the tenant’s connection into the secret store before anything needs it. If the store cannot be reached, nothing has been done.',
  receipt,
  observe: async (ctx: DatabaseContext): Promise<Observed<Receipt>> => {
    const secret = secretNameOf(slugOf(ctx.input));
    const found = await (await ctx.ports.secrets()).get(secret);
    if (found === undefined) return { state: 'absent' };
    if (isOurs(ctx, 'secret', found.madeBy)) return { state: 'present', receipt: { secret } };
    return { state: 'foreign', details: { secret } };
  },
  plan: () => [{ verb: 'write', object: 'secret store', count: 1, statements: [] }],
  undo: {
    says: 'Delete the secret, when this run made it',
    run: async (ctx: DatabaseContext) => {
      await (await ctx.ports.secrets()).remove(secretNameOf(slugOf(ctx.input)), ctx.run.runId);
      await tellRolledBack(ctx);
    },
  },
  apply: async (ctx: DatabaseContext) => {
    const slug = slugOf(ctx.input);
    const secret = secretNameOf(slug);
    const url = ownUrl(await adminUrl(ctx, placementOf(ctx)), slug, temporaryPassword(ctx.ids));
    const lock = { name: `tenant-console/database.provision/${slug}`, mode: 'exclusive' } as const;
    await ctx.ports.database.read(
      async (tx) => {
        // The first statement takes the lock: not every secret store can check and set in one.
        await tx.run(findTenant, { slug });
        await (await ctx.ports.secrets()).create(secret, url, ctx.run.runId);
      },
      { signal: ctx.signal, lock },
    );
    await tellPhase(ctx, 'secret_set');
    return { secret };
  },
});

/** The server's address with the tenant's own role, password and database. */
function ownUrl(admin: Secret, slug: string, password: Secret): Secret {
  const url = new URL(admin.reveal());
  const name = databaseNameOf(slug);
  url.username = name;
  url.password = password.reveal();
  url.pathname = `/${name}`;
  return new Secret(url.href);
}
