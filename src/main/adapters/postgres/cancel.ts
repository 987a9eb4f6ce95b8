import { once } from 'node:events';
import pg from 'pg';

type Cancelling = pg.Connection & {
  connect(port: number, host: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
};

/** What `pg` keeps of BackendKeyData; `@types/pg` leaves it out. */
type Keyed = { readonly processID: number; readonly secretKey: number };

export type CancelTarget = {
  readonly host: string;
  readonly port: number;
  readonly ssl: pg.ClientConfig['ssl'];
};

const TIMEOUT_MS = 5_000;

/**
 * Asks the server to cancel what `client` runs: a CancelRequest over a connection of its own, under the same TLS rules, which
 * PgBouncer passes on. Resolves when the server has taken it. Source: PostgreSQL protocol 3.0, "Canceling Requests in Progress".
 */
export async function cancelStatement(
  client: pg.PoolClient,
  { host, port, ssl }: CancelTarget,
): Promise<void> {
  const { processID, secretKey } = client as unknown as Keyed;
  const connection = new pg.Connection({ ssl }) as Cancelling;
  const request = (): void => connection.cancel(processID, secretKey);
  connection.once('connect', () => (ssl ? connection.requestSsl() : request()));
  connection.once('sslconnect', request);
  try {
    connection.connect(port, host);
    await once(connection, 'end', { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } finally {
    connection.stream.destroy();
  }
}
