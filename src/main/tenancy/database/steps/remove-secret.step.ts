import { z } from 'zod';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { secretNameOf } from '../intake.ts';
import type { OffboardContext } from '../offboard-context.ts';
import { dropTenantDatabase } from './drop-tenant-database.step.ts';

const receipt = z.object({ secret: z.string() });

/** Removes the connection of a database that is gone. Errors: `PROVISIONING_UNAVAILABLE`, `E_SECRET_DENIED`. */
export const removeSecret = automaticStep({
  id: 'database.remove-secret',
  title: 'Remove the tenant’s connection from the secret store',
  about: 'A connection to a database that is gone opens nothing; it is removed all the same.',
  receipt,
  observe: async (ctx: OffboardContext): Promise<Observed<z.infer<typeof receipt>>> => {
    ctx.receiptOf(dropTenantDatabase);
    const secret = secretNameOf(ctx.run.tenantId);
    const found = await (await ctx.ports.secrets()).get(secret);
    return found === undefined ? { state: 'present', receipt: { secret } } : { state: 'absent' };
  },
  plan: () => [{ verb: 'delete', object: 'secret store', count: 1, statements: [] }],
  undo: { none: 'it opened a database that is gone' },
  apply: async (ctx: OffboardContext) => {
    const secret = secretNameOf(ctx.run.tenantId);
    const secrets = await ctx.ports.secrets();
    await secrets.remove(secret, (await secrets.get(secret))?.madeBy);
    return { secret };
  },
});
