import { listServers } from '../../shared/contract/servers.contract.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import { modelOf } from '../tenancy/index.ts';
import { knownConnection } from './connections/known-connections.ts';
import { operation } from './operation.ts';
import { withRunPorts } from './run-ports.ts';

export const serverOperations = [
  operation(listServers, async (ctx, { connection: name }) => {
    const { connection } = knownConnection(ctx.ledger, name);
    const { servers } = modelOf(ctx.models, connection.model);
    if (servers === undefined)
      throw new OperatorError('E_NO_SERVERS', { details: { model: connection.model } });
    return withRunPorts(ctx, name, async (ports) => [...(await servers(ports))]);
  }),
];
