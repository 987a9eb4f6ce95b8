import pg from 'pg';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Connection } from '../../../shared/model/connection.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { DatabaseAddress } from '../../ports/database-gateway.port.ts';
import { connectError } from './connect-error.ts';
import { tlsOf } from './pool.ts';
import { isServerError, translate } from './sqlstate.ts';

const CONNECT_MS = 10_000;
const STATEMENT_MS = 120_000;

/** Where a `postgres://` URL leads, and with which password. */
export type ServerLogin = { readonly address: DatabaseAddress; readonly password: Secret };

/** Errors: `E_ADMIN_CONN_UNRESOLVED`. */
export function readUrl(url: Secret, { tls, caFile }: Pick<Connection, 'tls' | 'caFile'>): ServerLogin {
  const read = URL.parse(url.reveal());
  if (read === null || !/^postgres(ql)?:$/.test(read.protocol) || read.hostname === '')
    throw new OperatorError('E_ADMIN_CONN_UNRESOLVED', {
      message: 'The stored connection is not a postgres:// URL.',
    });
  const address = {
    host: read.hostname,
    port: Number(read.port === '' ? 5432 : read.port),
    database: decodeURIComponent(read.pathname.slice(1)),
    user: decodeURIComponent(read.username),
    tls,
    ...(caFile !== undefined && { caFile }),
  };
  return { address, password: new Secret(decodeURIComponent(read.password)) };
}

/** The same login on another database of the server, as a URL. */
export function urlTo({ address, password }: ServerLogin, database: string): Secret {
  const { host, port, user } = address;
  const who = `${encodeURIComponent(user)}:${encodeURIComponent(password.reveal())}`;
  return new Secret(`postgres://${who}@${host}:${port}/${encodeURIComponent(database)}`);
}

/**
 * Whoever owns a database or a role may set for everybody who comes where names are looked up, and put functions of their own in
 * front of the server's: an administrator would run them. What a connection asks for itself stands above that.
 */
const OWN_NAMES = '-c search_path=pg_catalog';

/** One connection, for work that no transaction pool can carry. Errors: those of connecting. */
export async function connect({ address, password }: ServerLogin, database: string): Promise<pg.Client> {
  const { host, port, user } = address;
  const client = new pg.Client({
    ...{ host, port, user, database, password: password.reveal(), ssl: tlsOf(address) ?? false },
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    application_name: 'tenant-console',
    options: OWN_NAMES,
  });
  // A connection that ends while it is idle fails the next statement, which is soon enough.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw connectError(error, { ...address, database });
  }
}

/** Works on one database and lets go of it. What the server refuses comes as an operator's error. */
export async function onDatabase<T>(
  login: ServerLogin,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(login, database);
  try {
    return await work(client);
  } catch (error) {
    throw isServerError(error) ? translate(error) : error;
  } finally {
    await client.end();
  }
}
