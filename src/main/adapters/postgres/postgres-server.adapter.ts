import type pg from 'pg';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Connection } from '../../../shared/model/connection.ts';
import type { Secret } from '../../../shared/model/secret.ts';
import type { DatabaseServer, TenantParts } from '../../ports/database-server.port.ts';
import type { FailPoints } from '../../ports/fail-points.port.ts';
import { exportRows } from './export-rows.ts';
import { probeTenantRole } from './probe-tenant-role.ts';
import { readSchemaDigest } from './schema-digest.ts';
import { scramVerifier } from './scram-verifier.ts';
import { grantToOwner, hideOthers } from './confinement.ts';
import { connect, onDatabase, readUrl, urlTo, type ServerLogin } from './server-client.ts';
import { isServerError, translate } from './sqlstate.ts';
import { findTemplate, makeTemplate, TEMPLATE_PREFIX } from './template-databases.ts';

const STAMP = 'tenant-console run=';

/** Opens a PostgreSQL server of tenants, as `OpenDatabaseServer`. Whoever opens it closes it. */
export async function openPostgresServer(
  url: Secret,
  tls: Pick<Connection, 'tls' | 'caFile'>,
  failPoints?: FailPoints,
): Promise<DatabaseServer> {
  const login = readUrl(url, tls);
  return new PostgresServer(login, await connect(login, login.address.database), failPoints);
}

class PostgresServer implements DatabaseServer {
  readonly #login: ServerLogin;
  readonly #admin: pg.Client;
  readonly #failPoints: FailPoints | undefined;

  constructor(login: ServerLogin, admin: pg.Client, failPoints: FailPoints | undefined) {
    this.#login = login;
    this.#admin = admin;
    this.#failPoints = failPoints;
  }

  async inspect(database: string, role: string): Promise<TenantParts> {
    const text = `select d.oid is not null as database, coalesce(d.datallowconn, false) as ready, o.rolname as owner, r.oid is not null as role,
      shobj_description(r.oid, 'pg_authid') as stamp, shobj_description(d.oid, 'pg_database') as label
      from (values (1)) one left join pg_database d on d.datname = $1
      left join pg_roles o on o.oid = d.datdba left join pg_roles r on r.rolname = $2`;
    const [row] = await this.#query<Row>(text, [database, role]);
    if (row === undefined) throw new Error('A row of constants was not returned.');
    const { owner, stamp, label, ...there } = row;
    return { ...there, owner: owner ?? undefined, madeBy: runIn(stamp), databaseMadeBy: runIn(label) };
  }

  async listDatabases(prefix: string): Promise<readonly string[]> {
    const text = `select datname as name from pg_database
      where starts_with(datname, $1) and not starts_with(datname, $2) order by datname`;
    const rows = await this.#query<{ name: string }>(text, [prefix, TEMPLATE_PREFIX]);
    return rows.map(({ name }) => name);
  }

  async createRole({
    name,
    password,
    salt,
    madeBy,
  }: Parameters<DatabaseServer['createRole']>[0]): Promise<void> {
    const [role, verifier, stamp] = [this.#name(name), await scramVerifier(password, salt), STAMP + madeBy];
    // One simple query is one transaction: there is no role without its stamp.
    await this.#change(
      'create role',
      `create role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls noreplication
         password ${this.#text(verifier)};
       comment on role ${role} is ${this.#text(stamp)};
       grant ${role} to current_user`,
    );
  }

  async setPassword({ name, password, salt }: Parameters<DatabaseServer['setPassword']>[0]): Promise<void> {
    const verifier = this.#text(await scramVerifier(password, salt));
    await this.#change('alter role', `alter role ${this.#name(name)} login inherit password ${verifier}`);
  }

  async giveDatabase(database: string, owner: string): Promise<void> {
    const [given, to] = [this.#name(database), this.#name(owner)];
    await this.#change(
      'give database',
      `alter database ${given} owner to ${to}; revoke all on database ${given} from public`,
    );
  }

  async createDatabase(database: Parameters<DatabaseServer['createDatabase']>[0]): Promise<void> {
    const [name, owner] = [this.#name(database.name), this.#name(database.owner)];
    const template = this.#name(database.template ?? 'template0');
    await this.#change(
      'create database',
      `create database ${name} owner ${owner} template ${template} allow_connections false`,
    );
  }

  async openDatabase(name: string, madeBy: string): Promise<void> {
    const own = this.#name(name);
    await this.#change(
      'open database',
      `revoke all on database ${own} from public; comment on database ${own} is ${this.#text(STAMP + madeBy)};
       alter database ${own} allow_connections true`,
    );
  }

  confine(database: string): Promise<string> {
    return onDatabase(this.#login, database, async (client) => {
      await hideOthers(client);
      await grantToOwner(client);
      return readSchemaDigest(client);
    });
  }

  schemaDigest(database: string): Promise<string> {
    return onDatabase(this.#login, database, readSchemaDigest);
  }

  findTemplate(set: string): ReturnType<DatabaseServer['findTemplate']> {
    return this.#translated(() => findTemplate(this.#admin, set));
  }

  makeTemplate(
    set: string,
    replay: (url: Secret) => Promise<unknown>,
  ): ReturnType<DatabaseServer['makeTemplate']> {
    return this.#translated(() => makeTemplate(this.#admin, this.#login, set, replay));
  }

  urlOf(database: string): Secret {
    return urlTo(this.#login, database);
  }

  async probe(url: Secret): Promise<readonly string[]> {
    const tenant = readUrl(url, this.#login.address);
    const { user, database } = tenant.address;
    const rows = await this.#query<{ name: string; open: boolean; tenant: boolean; template: boolean }>(
      `select datname as name, has_database_privilege($1, oid, 'CONNECT') as open,
         starts_with(datname, 'tenant_') as tenant, datistemplate as template
       from pg_database where datallowconn and datname <> $2 order by oid desc`,
      [user, database],
    );
    const newest = rows.find(({ tenant, open }) => tenant && !open);
    const tried = rows.filter((row) => row.open || row === newest || !(row.tenant || row.template));
    return probeTenantRole(
      tenant,
      tried.map(({ name }) => name),
    );
  }

  exportRows(database: string): ReturnType<DatabaseServer['exportRows']> {
    return exportRows(this.#login, database);
  }

  async allowLogin(role: string, allowed: boolean): Promise<void> {
    await this.#change('alter role', `alter role ${this.#name(role)} ${allowed ? 'login' : 'nologin'}`);
  }

  async dropDatabase(name: string): Promise<void> {
    await this.#change('drop database', `drop database if exists ${this.#name(name)}`);
    const { database } = await this.inspect(name, '');
    if (database) throw new OperatorError('E_DATABASE_IN_USE', { details: { database: name } });
  }

  async dropRole(name: string): Promise<void> {
    await this.#change('drop role', `drop role if exists ${this.#name(name)}`);
  }

  close(): Promise<void> {
    return this.#admin.end();
  }

  readonly #name = (name: string): string => this.#admin.escapeIdentifier(name);
  readonly #text = (text: string): string => this.#admin.escapeLiteral(text);

  async #change(what: string, text: string): Promise<void> {
    this.#failPoints?.reach('server.before-statement', what);
    await this.#query(text);
    this.#failPoints?.reach('server.after-statement', what);
  }

  #query<R extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly R[]> {
    return this.#translated(async () => (await this.#admin.query<R>(text, values && [...values])).rows);
  }

  async #translated<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isServerError(error) && error.code === OBJECT_IN_USE) throw new OperatorError('E_DATABASE_IN_USE');
      throw isServerError(error) ? translate(error) : error;
    }
  }
}

type Row = {
  readonly database: boolean;
  readonly ready: boolean;
  readonly role: boolean;
  readonly owner: string | null;
  readonly stamp: string | null;
  readonly label: string | null;
};

const runIn = (stamp: string | null): string | undefined =>
  stamp?.startsWith(STAMP) ? stamp.slice(STAMP.length) : undefined;

const OBJECT_IN_USE = '55006';
