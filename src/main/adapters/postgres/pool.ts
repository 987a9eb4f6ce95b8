import { readFileSync } from 'node:fs';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import pg from 'pg';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { isLoopbackHost } from '../../../shared/model/loopback.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { DatabaseAddress } from '../../ports/database-gateway.port.ts';
import { LendingSocket } from './lending-socket.ts';

const MOST_CONNECTIONS = 4;
const IDLE_MS = 30_000;

/**
 * TLS as libpq's `verify-full`: chain and host name, and no way round. Undefined for a plain connection, which only loopback may
 * have. Errors: `E_DB_TLS_REQUIRED`, `E_DB_TLS` when the CA file cannot be read.
 */
export function tlsOf({ host, tls, caFile }: DatabaseAddress): ConnectionOptions | undefined {
  if (tls === 'loopback-plain') {
    if (isLoopbackHost(host)) return undefined;
    throw new OperatorError('E_DB_TLS_REQUIRED', { details: { host } });
  }
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
    ...(caFile === undefined ? {} : { ca: readCa(caFile) }),
  };
}

function readCa(caFile: string): string {
  try {
    return readFileSync(caFile, 'utf8');
  } catch (cause) {
    throw new OperatorError('E_DB_TLS', {
      message: 'The file with the certificate authority cannot be read.',
      details: { reason: 'ca-file', caFile },
      cause,
    });
  }
}

/**
 * Closes the socket when the connection fails. `pg` leaves it open when it is the client that gives up (no password for SCRAM,
 * for one), and a session that never signs in holds up others on the server until it times out there.
 */
class TidyClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { readonly connection: pg.Connection };
    connection.on('error', () => connection.stream.destroy());
  }
}

/** A small pool. Everything is given, so that no `PG…` variable of the environment and no pgpass file has a say. */
export function openPool(
  address: DatabaseAddress,
  password: Secret,
  ssl: ConnectionOptions | undefined,
  connectMs: number,
): pg.Pool {
  const pool = new pg.Pool({
    Client: TidyClient,
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    password: () => password.reveal(),
    ssl: ssl ?? false,
    // TLS reads past the socket.
    ...(ssl === undefined && { stream: () => new LendingSocket() }),
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    application_name: 'tenant-console',
    allowExitOnIdle: true,
  });
  // An idle connection that ends has no work to fail; the pool drops it and the next transaction opens another.
  pool.on('error', () => undefined);
  return pool;
}
