import type { Connection } from '../../shared/model/connection.ts';
import type { Secret } from '../../shared/model/secret.ts';

/** What of a tenant stands on a server, and which run the role says it was made by. */
export type TenantParts = {
  readonly database: boolean;
  /** Whether it lets its owner in: the last thing that making it does. */
  readonly ready: boolean;
  readonly role: boolean;
  /** The role that owns the database. */
  readonly owner: string | undefined;
  readonly madeBy: string | undefined;
  /** The same, as the database's label says: for whoever inspects, never a proof. */
  readonly databaseMadeBy: string | undefined;
};

/** A database that tenants are cloned from: made by the migrations of one set, and by nothing else. */
export type Template = { readonly name: string; readonly schemaDigest: string };

/** One table of an export: `schema.table`, and its rows as lines of JSON. */
export type ExportedTable = { readonly name: string; readonly lines: AsyncIterable<string> };

/** What a tenant's role reached beyond its own database, each in one line. Empty when it is confined. */
export type Reached = readonly string[];

/**
 * A PostgreSQL server that holds databases of tenants, as its administrator. Names are checked by the caller; roles carry the
 * run that made them from the same transaction on, and a database belongs to its role from the moment it exists.
 *
 * Errors: those of opening a database, `E_DB_PERMISSION`, `E_DB_REFUSED`.
 */
export type DatabaseServer = {
  inspect(database: string, role: string): Promise<TenantParts>;
  /** Names that begin with `prefix`, but for templates of migrations. */
  listDatabases(prefix: string): Promise<readonly string[]>;
  /** A role that may sign in and nothing else. The server gets a SCRAM verifier made with `salt`, never the password. */
  createRole(role: {
    readonly name: string;
    readonly password: Secret;
    readonly salt: Uint8Array;
    readonly madeBy: string;
  }): Promise<void>;
  /** A new password for a role that is there, which may sign in from now on. */
  setPassword(role: {
    readonly name: string;
    readonly password: Secret;
    readonly salt: Uint8Array;
  }): Promise<void>;
  /** Gives a database to a role; nobody else may connect. */
  giveDatabase(database: string, owner: string): Promise<void>;
  /** An empty database, or a clone of `template`, shut for everybody: there is no moment at which it stands open. */
  createDatabase(database: {
    readonly name: string;
    readonly owner: string;
    readonly template: string | undefined;
  }): Promise<void>;
  /** Labels it with the run that made it, and lets its owner in and nobody else. Safe to repeat. */
  openDatabase(name: string, madeBy: string): Promise<void>;
  /**
   * Gives the owner the use of what the migrations made, and hides from it which other databases and roles there are. Answers with
   * the digest of the schema that it then has.
   */
  confine(database: string): Promise<string>;
  /**
   * SHA-256, lower-case hex, over schemas, tables, columns, constraints, indexes, functions, triggers and applied migrations, and over
   * what is missing for the database to be confined: of one template, a clone and what is made from scratch and confined have the same.
   */
  schemaDigest(database: string): Promise<string>;
  /** The finished template of this set of migrations; undefined when there is none yet. */
  findTemplate(set: string): Promise<Template | undefined>;
  /** The template of this set, made by `replay` on an empty database when there is none. Two consoles take turns. */
  makeTemplate(set: string, replay: (url: Secret) => Promise<unknown>): Promise<Template>;
  /** The administrator's way to one database, for migrations: direct, never pooled. */
  urlOf(database: string): Secret;
  /**
   * Signs in as the tenant and tries what it must not be able to do: every database that the server would let it into; of those
   * that the server says are shut, all that hold something of the platform and the newest of the other tenants'; and the lists of
   * them.
   */
  probe(tenant: Secret): Promise<Reached>;
  /** All tables, from one snapshot; each is read to its end before the next. */
  exportRows(database: string): AsyncIterable<ExportedTable>;
  /** Whether the role may sign in. Sessions that are open stay. */
  allowLogin(role: string, allowed: boolean): Promise<void>;
  /** Resolves when it is gone. Errors: `E_DATABASE_IN_USE` while anybody is connected. */
  dropDatabase(name: string): Promise<void>;
  dropRole(name: string): Promise<void>;
  close(): Promise<void>;
};

/** Opens a server by its administrator's `postgres://` URL. Errors: `E_ADMIN_CONN_UNRESOLVED` for another text. */
export type OpenDatabaseServer = (
  url: Secret,
  tls: Pick<Connection, 'tls' | 'caFile'>,
) => Promise<DatabaseServer>;
