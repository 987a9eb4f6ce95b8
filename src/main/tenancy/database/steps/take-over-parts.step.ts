import { z } from 'zod';
import { automaticStep } from '../../../engine/step.ts';
import { adoptedParts, placementOf } from '../adoption.ts';
import { withServer, type DatabaseContext } from '../database-context.ts';
import { databaseNameOf, slugOf } from '../intake.ts';
import { ownPassword, SALT_BYTES } from './create-database.step.ts';

const receipt = z.object({ role: z.string(), database: z.string() });

/** Gives an adopted role the password that the secret store has, and the adopted database to that role. Safe to repeat. */
export const takeOverParts = automaticStep({
  id: 'database.take-over-parts',
  title: 'Give the database to the tenant’s role',
  receipt,
  observe: () => Promise.resolve({ state: 'absent' as const }),
  plan: () => [{ verb: 'update', object: 'database and role', count: 2, statements: [] }],
  undo: { none: 'what was adopted stays' },
  apply: async (ctx: DatabaseContext) => {
    const name = databaseNameOf(slugOf(ctx.input));
    const password = await ownPassword(ctx);
    const { adopted } = ctx.receiptOf(adoptedParts);
    await withServer(ctx, placementOf(ctx), async (server) => {
      const made = { name, password, salt: ctx.ids.bytes(SALT_BYTES), madeBy: ctx.run.runId };
      const { role } = await server.inspect(name, name);
      await (role ? server.setPassword(made) : server.createRole(made));
      if (adopted.includes('database')) await server.giveDatabase(name, name);
    });
    return { role: name, database: name };
  },
});
