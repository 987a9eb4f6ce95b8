import { isOperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { withServer, type DatabaseContext } from '../database-context.ts';
import { choosePlacement, placement, type Placement } from '../placement.ts';
import { listServers } from '../statements/master.statements.ts';

/**
 * Chooses the server, says why, and that its administrator gets in (D2). Errors: `E_NO_CAPACITY`, `E_DB_SERVER_NOT_FOUND`,
 * `E_ADMIN_CONN_UNRESOLVED`, `PROVISIONING_UNAVAILABLE`, those of connecting.
 */
export const resolvePlacement = automaticStep({
  id: 'database.resolve-placement',
  title: 'Choose the database server',
  about: 'Chooses the server with room for one more tenant and says why. Nothing is changed.',
  receipt: placement,
  observe: async (ctx: DatabaseContext): Promise<Observed<Placement>> => {
    try {
      await place(ctx);
      return { state: 'absent' };
    } catch (error) {
      if (isOperatorError(error)) return { state: 'blocked', error };
      throw error;
    }
  },
  plan: () => [{ verb: 'read', object: 'database servers', count: 1, statements: [listServers.name] }],
  undo: { none: 'a choice changes nothing' },
  apply: (ctx: DatabaseContext) => place(ctx),
});

/** Where the tenant would go now. */
export async function place(ctx: DatabaseContext): Promise<Placement> {
  const servers = await ctx.ports.database.read((tx) => tx.run(listServers, {}), { signal: ctx.signal });
  const placed = choosePlacement(servers, ctx.input.server);
  return withServer(ctx, placed, () => Promise.resolve(placed));
}
