import { PostgresGateway } from '../../src/main/adapters/postgres/postgres-gateway.adapter.ts';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import type { DatabaseAddress, OpenOptions } from '../../src/main/ports/database-gateway.port.ts';
import type { TenantDatabase } from '../../src/main/ports/database.port.ts';
import { pooledExpected, type PooledSchema } from '../../src/main/tenancy/pooled/schema.ts';
import { pooledStatements } from '../../src/main/tenancy/pooled/statements/index.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import type { TestPortal } from './sandbox.ts';

/** The way to pooled databases as the product composes it. */
export const pooledGateway = () =>
  new PostgresGateway<PooledSchema>({
    statements: pooledStatements,
    expected: pooledExpected,
    clock: systemClock,
  });

export type Login = { readonly user: string; readonly password: string; readonly port?: number };

export const consoleLogin = ({ database }: TestPortal): Login => ({
  user: database.consoleUser,
  password: database.consolePassword,
});

export const ownerLogin = ({ database }: TestPortal): Login => ({
  user: database.ownerUser,
  password: database.ownerPassword,
});

/** Opens the portal's database, as the console's own role unless told otherwise. Whoever opens it closes it. */
export function openPooled(
  portal: TestPortal,
  { user, password, port = portal.database.port }: Login = consoleLogin(portal),
  options: OpenOptions = {},
): Promise<TenantDatabase<PooledSchema>> {
  const { host, database } = portal.database;
  const address: DatabaseAddress = { host, port, database, user, tls: 'loopback-plain' };
  return pooledGateway().open(address, new Secret(password), options);
}
