import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep } from '../../../engine/step.ts';
import { adoptedParts } from '../adoption.ts';
import { withServer, type DatabaseContext } from '../database-context.ts';
import { placement } from '../placement.ts';
import { listServers } from '../statements/master.statements.ts';

/** Stands in an adoption where a provisioning chooses a server: the database is where it is, however full its server. */
export const findPlacement = automaticStep({
  id: 'database.find-placement',
  title: 'Find the server that holds the database',
  receipt: placement,
  observe: () => Promise.resolve({ state: 'absent' as const }),
  plan: () => [{ verb: 'read', object: 'database servers', count: 1, statements: [listServers.name] }],
  undo: { none: 'a look changes nothing' },
  apply: async (ctx: DatabaseContext) => {
    const wanted = ctx.receiptOf(adoptedParts).server;
    const servers = await ctx.ports.database.read((tx) => tx.run(listServers, {}), { signal: ctx.signal });
    const found = servers.find(({ name }) => name === wanted);
    if (found === undefined)
      throw new OperatorError('E_DB_SERVER_NOT_FOUND', { details: { server: wanted } });
    const { id: serverId, name: server, adminSecretRef, capacity, load } = found;
    const placed = { serverId, server, adminSecretRef };
    const considered = [{ server, capacity, load, verdict: 'chosen' as const }];
    return withServer(ctx, placed, () => Promise.resolve({ ...placed, considered }));
  },
});
