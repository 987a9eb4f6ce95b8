import {
  addConnection,
  examineConnection,
  listConnections,
  removeConnection,
  testConnection,
  type ConnectionTest,
  type ConnectionView,
} from '../../shared/contract/connections.contract.ts';
import { modelOf } from '../tenancy/index.ts';
import {
  mailKeyName,
  objectsKeyName,
  passwordName,
  passwordOf,
  storeTokenName,
} from './connections/connection-secrets.ts';
import { diagnose } from './connections/diagnose.ts';
import { keepConnection } from './connections/keep-connection.ts';
import {
  connectionRemoved,
  knownConnection,
  knownConnections,
  type KnownConnection,
} from './connections/known-connections.ts';
import { openDatabase } from './connections/open-database.ts';
import { proveEnvironment } from './connections/prove-environment.ts';
import { operation } from './operation.ts';

export const connectionOperations = [
  operation(addConnection, async (ctx, { connection, password, mailKey, objectsKey, storeToken }) => {
    modelOf(ctx.models, connection.model);
    if (!password) await passwordOf(ctx.keychain, connection);
    await keepConnection(ctx, connection, {
      ...(password && { databasePassword: password }),
      ...(mailKey && { mailKey }),
      ...(objectsKey && { objectsKey }),
      ...(storeToken && { storeToken }),
    });
    return viewOf(knownConnection(ctx.ledger, connection.name));
  }),

  operation(listConnections, ({ ledger }) =>
    Promise.resolve([...knownConnections(ledger).values()].map(viewOf)),
  ),

  operation(testConnection, async (ctx, { name }): Promise<ConnectionTest> => {
    const known = knownConnection(ctx.ledger, name);
    const database = await openDatabase(ctx, known.connection);
    try {
      const { facts, warnings } = await proveEnvironment(ctx, known, database);
      return { environment: facts, pinned: known.pin ? 'before' : 'now', warnings: [...warnings] };
    } finally {
      await database.close();
    }
  }),

  operation(examineConnection, (ctx, { name }) => diagnose(ctx, knownConnection(ctx.ledger, name))),

  operation(removeConnection, async ({ ledger, keychain }, { name }) => {
    knownConnection(ledger, name);
    await ledger.append({ type: connectionRemoved, data: { name } });
    await keychain.delete(passwordName(name));
    await keychain.delete(mailKeyName(name));
    await keychain.delete(objectsKeyName(name));
    await keychain.delete(storeTokenName(name));
    return { name };
  }),
];

const viewOf = ({ connection, pin }: KnownConnection): ConnectionView => ({
  connection,
  ...(pin && { pinned: { at: pin.at, label: pin.fingerprint.label, database: pin.fingerprint.database } }),
});
