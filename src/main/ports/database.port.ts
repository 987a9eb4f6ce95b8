import type { CompiledQuery, Kysely } from 'kysely';
import type { DatabaseExamination } from './database-examination.port.ts';

/** What a statement needs of the console's database role: the GRANTs and the role audit are derived from these. */
export type Privilege = {
  readonly table: string;
  readonly verb: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
  /** Logical column names; all columns when left out. */
  readonly columns?: readonly string[];
};

/**
 * One SQL statement the console may run (L15). Statements are listed in a closed catalogue by name; an adapter refuses any
 * other. `build` uses logical (camelCase) names; the adapter maps them to the live schema.
 */
export type Statement<Schema, Params, Row> = {
  /** `<model>.<verb-noun>`, unique in the catalogue. */
  readonly name: string;
  /** What it is for, as an operator reads it. */
  readonly purpose: string;
  /** Most rows it may return or change; one more aborts the transaction with `E_ROW_CAP`. */
  readonly rowCap: number;
  /**
   * The query says itself how many rows it answers with, at most the cap. Then the server is not told a second time, because
   * PostgreSQL runs whatever has a row limit in the protocol without parallel workers.
   */
  readonly limitsItself?: true;
  readonly timeoutMs: number;
  readonly needs: readonly Privilege[];
  /**
   * The owner of the tables lends the console's role the DELETEs that it needs, for the day on which it is run; all else a role has
   * for good.
   */
  readonly lent?: 'for-a-day';
  /** Optional columns without which it means nothing: a live schema that lacks one of them has no such statement. */
  readonly onlyWith?: { readonly table: string; readonly columns: readonly string[] };
  /** Values of the right form that stand for real ones when the catalogue is printed. */
  readonly sample: Params;
  /** `map` tells what the live schema has, so that a statement can leave out an optional column. */
  readonly build: (db: Kysely<Schema>, params: Params, map: SchemaMap) => CompiledQuery<Row>;
};

/** A statement of any schema, as the catalogue holds it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the catalogue holds statements of every parameter type
export type AnyStatement = Statement<any, any, any>;

/**
 * A table or column of a model's logical schema, and whether the console can work without it. Its live name is the logical
 * one in any spelling of case and underscores (`brokerId`, `broker_id`), or else one of `aliases`.
 */
export type ExpectedName = { readonly required: boolean; readonly aliases?: readonly string[] };

export type ExpectedTable = ExpectedName & { readonly columns: Readonly<Record<string, ExpectedName>> };

/** Logical table name → what is expected of it. */
export type ExpectedSchema = Readonly<Record<string, ExpectedTable>>;

/** How the logical names stand in the live schema (P2). */
export type SchemaMap = {
  /** The PostgreSQL schema that holds the tables. */
  readonly schema: string;
  /** Logical table → live table; a table that is not there is left out. */
  readonly tables: Readonly<
    Record<string, { readonly name: string; readonly columns: Readonly<Record<string, string>> }>
  >;
  /** `table` or `table.column`, logical names, that the console needs and did not find. */
  readonly missing: readonly string[];
  /** Logical names that more than one live name could be, each as `users.brokerId: brokerId, broker_id`. */
  readonly ambiguous: readonly string[];
  /** Live columns (`table.column`) that must be filled and that the console does not know: inserting there would fail. */
  readonly unfilled: readonly string[];
  /** SHA-256 over the live schema's tables, columns and types: two readings of one schema agree. */
  readonly digest: string;
};

/** One kind of database that a tenancy model works on. */
export type Catalogue = {
  /** What the console needs of the live schema (P2). */
  readonly expectedSchema: ExpectedSchema;
  /** Every SQL statement that may run there (L15). */
  readonly statements: readonly AnyStatement[];
  /** Known readings of the schema by name, for printing statements and GRANTs without a server; the first is the default. */
  readonly readings: Readonly<Record<string, SchemaMap>>;
};

/** Whether the live schema has this column, for the columns that it may lack. Logical names. */
export const hasColumn = (map: SchemaMap, table: string, column: string): boolean =>
  map.tables[table]?.columns[column] !== undefined;

/** A statement together with its parameters, to be run with others in one round trip. */
export type Call<Row> = { readonly statement: AnyStatement; readonly params: unknown; readonly row?: Row };

/** Binds a statement to its parameters, for `Transaction.runAll`. */
export const call = <Schema, Params, Row>(
  statement: Statement<Schema, Params, Row>,
  params: Params,
): Call<Row> => ({ statement, params });

/** The rows of each call, in the order of the calls. */
export type RowsOf<Calls extends readonly Call<unknown>[]> = {
  readonly [At in keyof Calls]: Calls[At] extends Call<infer Row> ? readonly Row[] : never;
};

/**
 * Rows as the server sends them: whole DataRow messages of PostgreSQL's protocol 3.0 one behind the other, each the byte `D`, an
 * int32 (length of the rest, itself included), an int16 (number of values), then every value as an int32 (length in bytes, −1 for
 * a missing one) and itself in its binary form. All numbers are big-endian.
 */
export type PackedRows = Buffer;

/** The row of a statement that is streamed: nobody holds it as an object. */
export type Streamed = { readonly packed: never };

/** The statements one transaction may run. The first one that fails ends the transaction: nothing of it stays. */
export type Transaction<Schema> = {
  /** One statement, one round trip. Rows carry logical column names. */
  run<Params, Row>(statement: Statement<Schema, Params, Row>, params: Params): Promise<readonly Row[]>;
  /** Several statements one after another, in one round trip for all of them. */
  runAll<const Calls extends readonly Call<unknown>[]>(...calls: Calls): Promise<RowsOf<Calls>>;
  /**
   * The rows of one statement as they come, for more of them than anybody should hold. Nothing else of the transaction runs until
   * they have been read to the end; whoever stops reading earlier ends the transaction. A piece may be written over as soon as the
   * next is asked for.
   */
  stream<Params>(statement: Statement<Schema, Params, Streamed>, params: Params): AsyncIterable<PackedRows>;
};

/** How a transaction is begun; all of it travels in the one round trip of BEGIN. */
export type TransactionOptions = {
  readonly signal?: AbortSignal;
  /**
   * A transaction advisory lock, taken before the first statement sees its snapshot and held until the transaction has ended
   * and is visible. Who observes under the same lock cannot miss a COMMIT that is still under way (L3). The name is hashed to
   * the 64-bit key; waiting is bounded by `lock_timeout` (`E_DB_TIMEOUT`).
   */
  readonly lock?: { readonly name: string; readonly mode: 'shared' | 'exclusive' };
};

/** Which environment this is, as the server tells it: recorded at the first meeting and compared ever after (P5). */
export type EnvironmentFingerprint = {
  readonly database: string;
  readonly serverVersion: string;
  /** `pg_control_system().system_identifier`, or `unknown` where the role may not ask. */
  readonly systemIdentifier: string;
  /** The label the database carries: `COMMENT ON DATABASE … IS 'environment=production'`, or `unlabelled`. */
  readonly label: string;
  readonly schemaDigest: string;
};

/**
 * A tenant database. Works in transactions only, with `SET LOCAL` time-outs and without session state, so that PgBouncer in
 * transaction mode serves (P20).
 *
 * Errors: `E_DB_UNREACHABLE E_DB_AUTH E_DB_TLS E_DB_PERMISSION E_DB_CONNECTION_LOST E_DB_TIMEOUT E_DB_CONFLICT E_DB_READ_ONLY
 * E_ROW_CAP E_STATEMENT_UNLISTED E_SCHEMA_UNMAPPED`. `E_COMMIT_IN_DOUBT`: the connection was lost while COMMIT was under way,
 * nobody knows whether it happened: observe before anything else (L3).
 */
export type TenantDatabase<Schema> = {
  readonly map: SchemaMap;
  /** A read-only transaction: on one snapshot, or read committed when it takes a lock. */
  read<T>(work: (tx: Transaction<Schema>) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A read-committed transaction; everything or nothing. */
  write<T>(work: (tx: Transaction<Schema>) => Promise<T>, options?: TransactionOptions): Promise<T>;
  fingerprint(): Promise<EnvironmentFingerprint>;
  /** A closer look for the doctor: the console's role, the pooling in between, the server's clock. */
  examine(): Promise<DatabaseExamination>;
  /** Ends all connections; may be repeated. */
  close(): Promise<void>;
};
