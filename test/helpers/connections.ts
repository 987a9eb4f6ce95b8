import { portalsOverHttp } from '../../src/main/adapters/portal/portal.adapter.ts';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { connectionOperations } from '../../src/main/operations/connections.operations.ts';
import type { ConsoleContext } from '../../src/main/operations/console-context.ts';
import { perform } from '../../src/main/operations/operation.ts';
import { statementOperations } from '../../src/main/operations/statements.operations.ts';
import { tenancyModels } from '../../src/main/tenancy/index.ts';
import type { Call, InputOf, OutputOf } from '../../src/shared/contract/call.ts';
import type { Connection } from '../../src/shared/model/connection.ts';
import { MemoryKeychain } from '../fakes/memory-keychain.ts';
import { MemoryLog } from '../fakes/memory-log.ts';
import { pooledGateway } from './pooled-database.ts';
import type { TestPortal } from './sandbox.ts';

/** The connection operations with real databases and portals, and a log and a keychain that forget. */
export class ConnectionDesk {
  readonly log = new MemoryLog();
  readonly keychain: MemoryKeychain;

  constructor(kind: MemoryKeychain['kind'] = 'system') {
    this.keychain = new MemoryKeychain(kind);
  }

  /** Calls as a host does: roles, input and output are checked. */
  call<C extends Call>(contract: C, input: InputOf<C>): Promise<OutputOf<C>> {
    const found = [...connectionOperations, ...statementOperations].find(
      ({ call }) => call === (contract as Call),
    );
    if (found === undefined) throw new Error(`No operation for ${contract.name}.`);
    return perform(found, this.#context(), input) as Promise<OutputOf<C>>;
  }

  #context(): ConsoleContext {
    const parts = {
      actor: () => ({ keyId: 'key', roles: ['superadmin'] as const }),
      ledger: this.log,
      keychain: this.keychain,
      clock: systemClock,
      models: tenancyModels,
      gateway: pooledGateway,
      openPortal: portalsOverHttp({ clock: systemClock }),
      signal: new AbortController().signal,
    };
    // The rest of the context is for runs; connections do not touch it.
    return parts as unknown as ConsoleContext;
  }
}

/** A connection to the portal's database as the sandbox makes it. */
export const connectionTo = (
  { database, portal, mail, blob, canary }: TestPortal,
  change: Partial<Connection> = {},
): Connection => ({
  name: 'here',
  environment: 'sandbox',
  model: 'pooled',
  host: database.host,
  port: database.port,
  database: database.database,
  user: database.consoleUser,
  tls: 'loopback-plain',
  idFormats: { tenant: 'prefixed-ulid', user: 'cuid2', tenantPrefix: 'brk_', userPrefix: 'usr_' },
  portal: { url: portal.url, canaryTenantId: canary.brokerId },
  mail: { apiUrl: mail.url, from: mail.from },
  objects: { apiUrl: blob.url, deliveryUrl: `${blob.url}/files` },
  ...change,
});
