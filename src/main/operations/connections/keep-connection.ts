import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../../../shared/model/connection.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { ConsoleContext } from '../console-context.ts';
import {
  mailKeyName,
  objectsKeyName,
  passwordName,
  refuseThrowAway,
  storeTokenName,
} from './connection-secrets.ts';
import { connectionAdded, knownConnections } from './known-connections.ts';

/**
 * Makes the connection known as it is now: its secrets go to the keychain, and the log hears of it only when something
 * changed.
 */
export async function keepConnection(
  { ledger, keychain }: Pick<ConsoleContext, 'ledger' | 'keychain'>,
  connection: Connection,
  secrets: {
    readonly databasePassword?: Secret;
    readonly mailKey?: Secret;
    readonly objectsKey?: Secret;
    readonly storeToken?: Secret;
  },
): Promise<void> {
  refuseThrowAway(keychain, connection);
  const { databasePassword, mailKey, objectsKey, storeToken } = secrets;
  if (databasePassword) await keychain.set(passwordName(connection.name), databasePassword);
  if (mailKey) await keychain.set(mailKeyName(connection.name), mailKey);
  if (objectsKey) await keychain.set(objectsKeyName(connection.name), objectsKey);
  if (storeToken) await keychain.set(storeTokenName(connection.name), storeToken);
  // Through JSON, because a member that was left out may stand as undefined in a parsed connection.
  const plain = JSON.parse(JSON.stringify(connection)) as JsonObject;
  const before = knownConnections(ledger).get(connection.name)?.connection;
  if (before !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(before)), plain)) return;
  await ledger.append({ type: connectionAdded, data: { connection: plain } });
}
