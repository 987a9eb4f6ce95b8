import type { Connection } from '../../../shared/model/connection.ts';
import type { OpenOptions } from '../../ports/database-gateway.port.ts';
import { modelOf } from '../../tenancy/index.ts';
import type { ConsoleContext } from '../console-context.ts';
import { passwordOf } from './connection-secrets.ts';
import type { AnyDatabase } from './open-doors.ts';

export type ConnectionContext = Pick<
  ConsoleContext,
  | 'ledger'
  | 'keychain'
  | 'models'
  | 'gateway'
  | 'openPortal'
  | 'openSecrets'
  | 'openMigrations'
  | 'clock'
  | 'signal'
>;

/**
 * The only way to a tenant database: its password from the keychain, and never from a throw-away one outside the sandbox.
 * Whoever opens it closes it. Errors: those of `passwordOf` and of `DatabaseGateway.open`.
 */
export async function openDatabase(
  ctx: ConnectionContext,
  connection: Connection,
  options: OpenOptions = {},
): Promise<AnyDatabase> {
  const password = await passwordOf(ctx.keychain, connection);
  const gateway = ctx.gateway(modelOf(ctx.models, connection.model).catalogues[0]);
  return gateway.open(connection, password, { signal: ctx.signal, ...options });
}
