import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Connection } from '../../../shared/model/connection.ts';
import { isLoopbackHost } from '../../../shared/model/loopback.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { Keychain } from '../../ports/keychain.port.ts';

export const passwordName = (name: string): string => `connection/${name}/password`;
export const objectsKeyName = (name: string): string => `connection/${name}/objects-key`;
export const mailKeyName = (name: string): string => `connection/${name}/mail-key`;
export const storeTokenName = (name: string): string => `connection/${name}/store-token`;

/** A throw-away keychain serves the sandbox on this machine and nothing else. Errors: `E_KEYCHAIN_THROW_AWAY`. */
export function refuseThrowAway({ kind }: Keychain, { name, environment, host }: Connection): void {
  if (kind !== 'throw-away' || (environment === 'sandbox' && isLoopbackHost(host))) return;
  throw new OperatorError('E_KEYCHAIN_THROW_AWAY', { details: { name, environment } });
}

/** Errors: `E_KEYCHAIN_THROW_AWAY`, `E_CONNECTION_NO_PASSWORD`, and those of the keychain. */
export async function passwordOf(keychain: Keychain, connection: Connection): Promise<Secret> {
  refuseThrowAway(keychain, connection);
  const password = await keychain.get(passwordName(connection.name));
  if (password !== undefined) return password;
  throw new OperatorError('E_CONNECTION_NO_PASSWORD', { details: { name: connection.name } });
}

/** The key of the connection's mail service; undefined when none was stored. */
export async function mailKeyOf(keychain: Keychain, connection: Connection): Promise<Secret | undefined> {
  refuseThrowAway(keychain, connection);
  return keychain.get(mailKeyName(connection.name));
}

/** The token of the connection's file store; undefined when none was stored. */
export async function objectsKeyOf(keychain: Keychain, connection: Connection): Promise<Secret | undefined> {
  refuseThrowAway(keychain, connection);
  return keychain.get(objectsKeyName(connection.name));
}

/** The token for the connection's secret store; undefined when none was stored. */
export async function storeTokenOf(keychain: Keychain, connection: Connection): Promise<Secret | undefined> {
  refuseThrowAway(keychain, connection);
  return keychain.get(storeTokenName(connection.name));
}
