import type { Connection } from '../../shared/model/connection.ts';
import type { Secret } from '../../shared/model/secret.ts';
import type { Privilege, SchemaMap, TenantDatabase } from './database.port.ts';

/** Where a database is, and as whom and how to go there. */
export type DatabaseAddress = Readonly<
  Pick<Connection, 'host' | 'port' | 'database' | 'user' | 'tls' | 'caFile'>
>;

export type OpenOptions = {
  readonly signal?: AbortSignal;
  /** Open although the schema cannot be mapped, to look at it; statements that need what is missing still fail. */
  readonly evenUnmapped?: boolean;
  /** The map of a database whose schema is proven to be the same: it is not read again. */
  readonly map?: SchemaMap;
  /** Called before every round trip, with the names of the statements in it. For measuring. */
  readonly onRoundTrip?: (statements: readonly string[]) => void;
};

/** One row of the statement catalogue as it is printed (L15). */
export type ListedStatement = {
  readonly name: string;
  readonly purpose: string;
  /** As it is sent, with `$1`… for the values. */
  readonly sql: string;
  readonly rowCap: number;
  readonly timeoutMs: number;
  readonly needs: readonly Privilege[];
  /** SHA-256 of the SQL, lower-case hex. */
  readonly digest: string;
};

/** The way to databases of one kind, which knows the statements and the schema of its catalogue. */
export type DatabaseGateway<Schema> = {
  /**
   * Connects and reads the live schema.
   *
   * Errors: `E_DB_TLS_REQUIRED` (nothing was sent), `E_DB_UNREACHABLE`, `E_DB_TLS`, `E_DB_AUTH`, `E_DB_NOT_FOUND`, `E_DB_BUSY`,
   * `E_SCHEMA_UNMAPPED`.
   */
  open(address: DatabaseAddress, password: Secret, options?: OpenOptions): Promise<TenantDatabase<Schema>>;
  /** The same by a `postgres://` URL. Errors: `E_ADMIN_CONN_UNRESOLVED` for another text, and those of `open`. */
  openUrl(
    url: Secret,
    tls: Pick<Connection, 'tls' | 'caFile'>,
    options?: OpenOptions,
  ): Promise<TenantDatabase<Schema>>;
  /** Every statement that can run on a schema of this map: the closed catalogue, as it is sent. */
  statements(map: SchemaMap): readonly ListedStatement[];
  /** SQL that grants `role` exactly what those statements need (L14). */
  grants(map: SchemaMap, role: string): string;
};
